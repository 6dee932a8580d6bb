import { schemaOf } from "../table";
import type { ResourceType } from "../resourceType";
import { address } from "./address";
import { bucket } from "./bucket";
import { certificate, certificateMap, certificateMapEntry, dnsAuthorization } from "./certificateManager";
import { cluster } from "./cluster";
import { customRole } from "./customRole";
import { disk, regionDisk } from "./disk";
import { managedZone, recordSet } from "./dns";
import { filestoreInstance } from "./filestore";
import { firewall } from "./firewall";
import { globalAddress } from "./globalAddress";
import {
  account,
  accountMember,
  bucketMember,
  cryptoKeyMember,
  projectMember,
  repositoryMember,
} from "./iam";
import { cryptoKey, keyRing } from "./kms";
import { network, subnetwork } from "./network";
import { nodePool } from "./nodePool";
import { repository } from "./repository";
import {
  diskResourcePolicyAttachment,
  regionDiskResourcePolicyAttachment,
  resourcePolicy,
} from "./resourcePolicy";
import { router, routerNat } from "./router";
import { securityPolicy } from "./securityPolicy";
import { service } from "./service";
import { snapshot } from "./snapshot";
import { sslPolicy } from "./sslPolicy";
import { workloadIdentityPool, workloadIdentityPoolProvider } from "./workloadIdentity";

const types: Record<string, ResourceType> = {
  "gcp:artifactregistry/repository:Repository": repository,
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": repositoryMember,
  "gcp:certificatemanager/certificate:Certificate": certificate,
  "gcp:certificatemanager/certificateMap:CertificateMap": certificateMap,
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": certificateMapEntry,
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": dnsAuthorization,
  "gcp:compute/address:Address": address,
  "gcp:compute/disk:Disk": disk,
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment": diskResourcePolicyAttachment,
  "gcp:compute/firewall:Firewall": firewall,
  "gcp:compute/globalAddress:GlobalAddress": globalAddress,
  "gcp:compute/network:Network": network,
  "gcp:compute/regionDisk:RegionDisk": regionDisk,
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment":
    regionDiskResourcePolicyAttachment,
  "gcp:compute/resourcePolicy:ResourcePolicy": resourcePolicy,
  "gcp:compute/router:Router": router,
  "gcp:compute/routerNat:RouterNat": routerNat,
  "gcp:compute/sSLPolicy:SSLPolicy": sslPolicy,
  "gcp:compute/securityPolicy:SecurityPolicy": securityPolicy,
  "gcp:compute/snapshot:Snapshot": snapshot,
  "gcp:compute/subnetwork:Subnetwork": subnetwork,
  "gcp:container/cluster:Cluster": cluster,
  "gcp:container/nodePool:NodePool": nodePool,
  "gcp:dns/managedZone:ManagedZone": managedZone,
  "gcp:dns/recordSet:RecordSet": recordSet,
  "gcp:filestore/instance:Instance": filestoreInstance,
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": workloadIdentityPool,
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": workloadIdentityPoolProvider,
  "gcp:kms/cryptoKey:CryptoKey": cryptoKey,
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": cryptoKeyMember,
  "gcp:kms/keyRing:KeyRing": keyRing,
  "gcp:projects/iAMCustomRole:IAMCustomRole": customRole,
  "gcp:projects/iAMMember:IAMMember": projectMember,
  "gcp:projects/service:Service": service,
  "gcp:serviceaccount/account:Account": account,
  "gcp:serviceaccount/iAMMember:IAMMember": accountMember,
  "gcp:storage/bucket:Bucket": bucket,
  "gcp:storage/bucketIAMMember:BucketIAMMember": bucketMember,
};

/** The rules of a type; an unknown type is an error. */
export function rulesOf(type: string): ResourceType {
  schemaOf(type);
  return types[type] ?? {};
}
