import assert from "node:assert/strict";
import { DataStorage } from "../components/dataStorage";
import { DataVolume } from "../components/dataVolume";
import { PublicAddress } from "../components/publicAddress";
import { testDisks } from "./support/parts";
import { find, record, Recorded } from "./support/record";

describe("data and address", () => {
  let resources: Recorded[];
  before(async () => {
    resources = await record((opts) => {
      const disk = testDisks(1, 100, opts)[0]!;
      const storage = new DataStorage("data", opts);
      new DataVolume(
        "index-0",
        {
          volumeName: "data-index-disk-0",
          claimName: "data-elasticsearch-0",
          namespace: "elasticsearch",
          disk,
          storage,
          accessMode: "ReadWriteOnce",
        },
        opts,
      );
      new PublicAddress("address", { name: "loklak-test", region: "us-central1", labels: {} }, opts);
    });
  });

  it("protects a disk, and keeps it even when unprotected and deleted", () => {
    const { inputs, options, parents } = find(resources, "gcp:compute/disk:Disk", "data-index-disk-0");
    assert.deepEqual(parents, ["loklak:gcp:DataDisk"]);
    assert.equal(options.protect, true);
    assert.equal(options.retainOnDelete, true);
    assert.deepEqual(inputs["diskEncryptionKey"], { kmsKeySelfLink: "k" });
  });

  it("protects the address", () => {
    const { options, parents } = find(resources, "gcp:compute/address:Address", "address");
    assert.deepEqual(parents, ["loklak:gcp:PublicAddress"]);
    assert.equal(options.protect, true);
  });

  it("never provisions an empty disk", () => {
    const { inputs, parents } = find(resources, "kubernetes:storage.k8s.io/v1:StorageClass", "data");
    assert.deepEqual(parents, ["loklak:kubernetes:DataStorage"]);
    assert.equal(inputs["provisioner"], "kubernetes.io/no-provisioner");
    assert.equal(inputs["allowVolumeExpansion"], true);
  });

  it("binds the volume to its claim only, in the disk's zone, and leaves the capacity to the resizer", () => {
    const { inputs, options, parents } = find(resources, "kubernetes:core/v1:PersistentVolume", "index-0");
    assert.deepEqual(parents, ["loklak:kubernetes:DataVolume"]);
    assert.deepEqual(options.ignoreChanges, ["spec.capacity"]);
    assert.deepEqual(inputs["spec"], {
      accessModes: ["ReadWriteOnce"],
      capacity: { storage: "100Gi" },
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        name: "data-elasticsearch-0",
        namespace: "elasticsearch",
      },
      csi: {
        driver: "pd.csi.storage.gke.io",
        fsType: "ext4",
        volumeHandle: "projects/test-project/zones/us-central1-b/disks/data-index-disk-0",
      },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: "topology.gke.io/zone", operator: "In", values: ["us-central1-b"] }],
            },
          ],
        },
      },
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "loklak-data",
      volumeMode: "Filesystem",
    });
  });

  it("claims that volume with the disk's size", () => {
    const spec = find(resources, "kubernetes:core/v1:PersistentVolumeClaim", "index-0").inputs["spec"];
    assert.deepEqual(spec, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "100Gi" } },
      storageClassName: "loklak-data",
      volumeMode: "Filesystem",
      volumeName: "data-index-disk-0",
    });
  });
});
