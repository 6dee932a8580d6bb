import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { DataDisk } from "../components/kit/dataDisk";
import { DataStorage } from "../components/kit/dataStorage";
import { DataVolume } from "../components/kit/dataVolume";
import { PublicAddress } from "../components/kit/publicAddress";
import { testCluster, testDisks, testNamespace } from "./support/parts";
import { find, promiseOf, record, Recorded } from "./support/record";

interface Volume {
  csi: { volumeHandle: string };
  nodeAffinity: { required: { nodeSelectorTerms: { matchExpressions: object[] }[] } };
  accessModes: string[];
}

describe("data and address", () => {
  let resources: Recorded[];
  before(async () => {
    resources = await record((opts) => {
      const disk = testDisks(1, 100, opts)[0]!;
      const storage = new DataStorage("data", { cluster: testCluster, name: "loklak-data" }, opts);
      new DataVolume(
        "index-0",
        {
          cluster: testCluster,
          volumeName: "data-index-disk-0",
          claimName: "data-elasticsearch-0",
          namespace: testNamespace("elasticsearch", opts),
          disk,
          storage,
          accessMode: "ReadWriteOnce",
        },
        opts,
      );
      const dumpDisk = {
        name: "dumps",
        project: "p",
        region: "us-central1",
        zones: ["us-central1-a", "us-central1-b"],
        sizeGb: 500,
        type: "pd-balanced",
        labels: {},
        key: "k",
      };
      new DataVolume(
        "dump",
        {
          cluster: testCluster,
          volumeName: "data-dump-disk",
          claimName: "data-dump-disk",
          namespace: testNamespace("web", opts),
          disk: new DataDisk("data-dump-disk", dumpDisk, opts),
          storage,
          accessMode: "ReadWriteOncePod",
        },
        opts,
      );
      new PublicAddress(
        "address",
        { name: "loklak-test", project: "p", region: "us-central1", labels: {} },
        opts,
      );
    });
  });

  it("protects a disk, and keeps it even when unprotected and deleted", () => {
    const { inputs, options, parents } = find(resources, "gcp:compute/disk:Disk", "data-index-disk-0");
    assert.deepEqual(parents, ["loklak:gcp:DataDisk"]);
    assert.equal(options.protect, true);
    assert.equal(options.retainOnDelete, true);
    assert.deepEqual(inputs["diskEncryptionKey"], { kmsKeySelfLink: "k" });
  });

  it("makes a disk from a snapshot, which may expire afterwards", async () => {
    const args = { project: "p", region: "us-central1", sizeGb: 100, type: "pd-ssd", labels: {} };
    const made = await record(
      (opts) => new DataDisk("g2", { ...args, name: "g2", zones: ["us-central1-a"], snapshot: "s" }, opts),
    );
    const { inputs, options } = find(made, "gcp:compute/disk:Disk", "g2");
    assert.equal(inputs["snapshot"], "s");
    assert.deepEqual(options.ignoreChanges, ["snapshot"]);
  });

  it("protects a disk of two zones in the same way, and names both to the scheduler", () => {
    const disk = find(resources, "gcp:compute/regionDisk:RegionDisk", "data-dump-disk");
    assert.deepEqual(disk.parents, ["loklak:gcp:DataDisk"]);
    assert.deepEqual([disk.options.protect, disk.options.retainOnDelete], [true, true]);
    assert.deepEqual(disk.inputs, {
      name: "dumps",
      region: "us-central1",
      replicaZones: ["us-central1-a", "us-central1-b"],
      size: 500,
      type: "pd-balanced",
      labels: {},
      diskEncryptionKey: { kmsKeyName: "k" },
    });
    const spec = find(resources, "kubernetes:core/v1:PersistentVolume", "dump").inputs["spec"] as Volume;
    assert.equal(spec.csi.volumeHandle, "projects/test-project/regions/us-central1/disks/dumps");
    assert.deepEqual(spec.nodeAffinity.required.nodeSelectorTerms[0]?.matchExpressions, [
      { key: "topology.gke.io/zone", operator: "In", values: ["us-central1-a", "us-central1-b"] },
    ]);
    assert.deepEqual(spec.accessModes, ["ReadWriteOncePod"]);
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

  it("binds the volume to its claim only, in the disk's zone, and leaves the capacity to the resizer", async () => {
    const { inputs, options, parents } = find(resources, "kubernetes:core/v1:PersistentVolume", "index-0");
    assert.deepEqual(parents, ["loklak:kubernetes:DataVolume"]);
    assert.deepEqual(options.ignoreChanges, ["spec.capacity"]);
    assert.equal(options.deleteBeforeReplace, true);
    assert.equal(await promiseOf(options.replacementTrigger as pulumi.Output<string>), "elasticsearch-uid");
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
