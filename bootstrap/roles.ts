/** A role in the project, with what needs it. */
export interface ProjectRole {
  role: string;
  /** Types of resources, or what is done with them. */
  for: string[];
  condition?: { title: string; expression: string };
}

/** The only role that loklak's program grants in the project. */
const grantedByProgram = "roles/container.defaultNodeServiceAccount";

/**
 * What makes, changes and deletes the resources of loklak's program and of examples/.
 * @param ring the name of the key ring that it must keep its hands off
 */
export function deployerRoles(ring: string): ProjectRole[] {
  return [
    {
      role: "roles/compute.networkAdmin",
      for: [
        "gcp:compute/network:Network",
        "gcp:compute/subnetwork:Subnetwork",
        "gcp:compute/router:Router",
        "gcp:compute/routerNat:RouterNat",
        "gcp:compute/address:Address",
        "gcp:compute/globalAddress:GlobalAddress",
      ],
    },
    {
      role: "roles/compute.securityAdmin",
      for: [
        "gcp:compute/firewall:Firewall",
        "gcp:compute/securityPolicy:SecurityPolicy",
        "gcp:compute/sSLPolicy:SSLPolicy",
      ],
    },
    {
      role: "roles/compute.storageAdmin",
      for: [
        "gcp:compute/disk:Disk",
        "gcp:compute/regionDisk:RegionDisk",
        "gcp:compute/resourcePolicy:ResourcePolicy",
        "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
        "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment",
      ],
    },
    {
      role: "roles/container.admin",
      for: ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool", "objects on the cluster"],
    },
    {
      role: "roles/artifactregistry.admin",
      for: [
        "gcp:artifactregistry/repository:Repository",
        "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
        "images that are pushed",
      ],
    },
    // Not serviceAccountAdmin, which may grant itself any account of the project.
    { role: "roles/iam.serviceAccountCreator", for: ["gcp:serviceaccount/account:Account"] },
    { role: "roles/iam.serviceAccountDeleter", for: ["gcp:serviceaccount/account:Account"] },
    { role: "roles/iam.serviceAccountUser", for: ["nodes that run as their account"] },
    {
      role: "roles/resourcemanager.projectIamAdmin",
      for: ["gcp:projects/iAMMember:IAMMember"],
      condition: {
        title: "the role of nodes alone",
        expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["${grantedByProgram}"])`,
      },
    },
    {
      role: "roles/cloudkms.admin",
      for: [
        "gcp:kms/keyRing:KeyRing",
        "gcp:kms/cryptoKey:CryptoKey",
        "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
      ],
      condition: {
        title: "not the key of the state",
        expression: `!resource.name.endsWith("/keyRings/${ring}") && resource.name.extract("/keyRings/{ring}/") != "${ring}"`,
      },
    },
    { role: "roles/dns.admin", for: ["gcp:dns/recordSet:RecordSet"] },
    // The editor may not delete.
    {
      role: "roles/certificatemanager.owner",
      for: [
        "gcp:certificatemanager/certificate:Certificate",
        "gcp:certificatemanager/certificateMap:CertificateMap",
        "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry",
        "gcp:certificatemanager/dnsAuthorization:DnsAuthorization",
      ],
    },
    { role: "roles/file.editor", for: ["gcp:filestore/instance:Instance"] },
  ];
}

/** What reads the same resources, for `pulumi preview` and `pulumi refresh --preview-only`. */
export const previewerRoles: ProjectRole[] = [
  { role: "roles/compute.viewer", for: ["gcp:compute/"] },
  { role: "roles/container.viewer", for: ["gcp:container/", "objects on the cluster"] },
  { role: "roles/artifactregistry.reader", for: ["gcp:artifactregistry/", "digests of images"] },
  { role: "roles/iam.serviceAccountViewer", for: ["gcp:serviceaccount/"] },
  // Reads who is granted what, and no data.
  {
    role: "roles/iam.securityReviewer",
    for: [
      "gcp:projects/iAMMember:IAMMember",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
      "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    ],
  },
  { role: "roles/cloudkms.viewer", for: ["gcp:kms/"] },
  { role: "roles/dns.reader", for: ["gcp:dns/"] },
  { role: "roles/certificatemanager.viewer", for: ["gcp:certificatemanager/"] },
  { role: "roles/file.viewer", for: ["gcp:filestore/"] },
];

/**
 * What `roles/container.viewer` leaves out: the way to the API server by its DNS name, and Secrets, which a refresh reads. They are
 * in the state as well, which the previewer decrypts.
 */
export const clusterReading = ["container.clusters.connect", "container.secrets.get"];
