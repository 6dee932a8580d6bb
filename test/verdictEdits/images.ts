import { set, text } from "./change";
import type { Edit } from "./edit";

const image = (name: string, repository = "us-central1-docker.pkg.dev/loklak-example/loklak-dev") =>
  `${repository}/${name}@sha256:${"a".repeat(64)}`;
const pinned = (name: string) => `${name}@sha256:${"b".repeat(64)}`;
const renewed = "the digest that the pod template names changes, and its pods are renewed";

/** What the images are made of, and which ones run. */
export const images: Edit[] = [
  {
    name: "another commit of loklak",
    stack: "dev",
    changes: [set("loklak.source.commit", "0123456789abcdef0123456789abcdef01234567")],
    severity: "look",
    found: { availability: "look" },
    names: ["loklak-api", "dump-writer"],
    because: renewed,
  },
  {
    name: "another repository of loklak",
    stack: "dev",
    changes: [set("loklak.source.repository", "https://github.com/example/loklak_server.git")],
    severity: "look",
    found: { availability: "look" },
    names: ["loklak-api", "dump-writer"],
    because: renewed,
    soak: true,
  },
  {
    name: "another branch of the same commit",
    stack: "dev",
    changes: [set("loklak.source.branch", "master")],
    severity: "nothing",
    because: "the branch is a tag alone, of the same image; the registry keeps the old tag (keepRemotely)",
  },
  {
    name: "other base images",
    stack: "dev",
    changes: [
      set("baseImages", { maven: pinned("maven:3.9"), java: pinned("java:8"), nginx: pinned("nginx:1.29") }),
    ],
    severity: "look",
    found: { availability: "look" },
    names: ["loklak-api", "dump-writer", "door", "elasticsearch"],
    because: renewed,
    soak: true,
  },
  {
    name: "a line of the door's Dockerfile",
    stack: "dev",
    changes: [text("images/door/Dockerfile", "FROM ", "# nginx\nFROM ")],
    severity: "look",
    found: { availability: "look" },
    names: ["door"],
    because: `another build context is another build: ${renewed}`,
    soak: true,
  },
  {
    name: "a given image of Elasticsearch, of the stack's own registry",
    stack: "dev",
    changes: [set("elasticsearch.image", image("elasticsearch"))],
    severity: "look",
    found: { availability: "look" },
    may: ["data", "rest"],
    names: ["elasticsearch"],
    because: renewed,
    soak: true,
  },
  {
    name: "a given image of loklak, of another registry",
    stack: "dev",
    changes: [set("loklak.image", image("loklak", "europe-docker.pkg.dev/other/images"))],
    severity: "look",
    found: { availability: "look", access: "look" },
    may: ["data", "rest"],
    names: ["loklak-api", "dump-writer"],
    because: `${renewed}; the nodes are granted to read that registry`,
    soak: true,
  },
  {
    name: "all images given",
    stack: "prod",
    changes: [
      set(
        "elasticsearch.image",
        image("elasticsearch", "us-central1-docker.pkg.dev/loklak-example/loklak-prod"),
      ),
      set("loklak.image", image("loklak", "us-central1-docker.pkg.dev/loklak-example/loklak-prod")),
      set("door.image", image("door", "us-central1-docker.pkg.dev/loklak-example/loklak-prod")),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["data", "rest"],
    names: ["loklak-api", "dump-writer", "elasticsearch", "door"],
    because: `${renewed}; the Docker provider goes`,
  },
];
