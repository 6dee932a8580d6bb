import assert from "node:assert/strict";
import { imageError } from "../sandbox/images/buildFailure";

const daemon = "Cannot connect to the Docker daemon at unix:///x/docker.sock. Is the docker daemon running?";
const step =
  "#8 0.2 fetched\n#9 1.2 \u001b[0mapp.tar.gz: FAILED\n#9 1.3 sha256sum: WARNING: 1 computed checksum did NOT match";

describe("an image that was not built or pushed", () => {
  for (const [verb, stderr, message] of [
    ["built", daemon, `${daemon}; start the engine, or give the image by digest in the configuration`],
    [
      "built",
      "failed to dial gRPC: cannot connect to the Docker daemon. Is 'docker daemon' running?",
      "start the engine, or give",
    ],
    [
      "built",
      `${step}\n#9 ERROR: executor failed running [/bin/sh -c sha256sum]\n------\n`,
      "app.tar.gz: FAILED | sha256sum: WARNING: 1 computed checksum did NOT match; what was fetched",
    ],
    [
      "built",
      '#7 ERROR: "/nofile.png" not found: not found\n------\n > echo "has no LOKLAK_COMMIT"\n------\n',
      '"/nofile.png" not found: not found; see what',
    ],
    ["built", "#4 0.1 mkdir: Permission denied\n#4 ERROR: x\n", "mkdir: Permission denied; see what"],
    ["pushed", "unauthorized: authentication required", "unauthorized: authentication required; log in to"],
    [
      "pushed",
      "dial tcp [::1]:5000: connect: connection refused",
      "connect: connection refused; the registry",
    ],
    ["pushed", "x509: certificate signed by unknown authority", "unknown authority; the engine must trust"],
  ] as const)
    it(`says why and what to do: ${message.slice(0, 40)}`, () => {
      const error = imageError("app", verb, { stderr });
      assert.ok(error.message.startsWith(`image app was not ${verb}: `), error.message);
      assert.ok(error.message.includes(message), error.message);
    });
});
