import * as docker from "@pulumi/docker";
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface RegistryArgs {
  /** Physical name of the repository. */
  name: string;
  project: string;
  region: string;
  labels: Record<string, string>;
  /** Encrypts the images; none: Google's own key. */
  key?: pulumi.Input<string>;
  /** Who may pull, as IAM writes it. */
  reader: pulumi.Input<string>;
  /** Images that the reader runs besides those built here, by reference; repositories of Artifact Registry are opened to it. */
  otherImages: string[];
}

/** The Artifact Registry repository for the stack's images; unnamed leftovers of builds go after 30 days. */
export class Registry extends pulumi.ComponentResource {
  /** Where images are pushed: `<region>-docker.pkg.dev/<project>/<repository>`. */
  readonly uri: pulumi.Output<string>;
  /** Pods that start before it is there cannot pull their images. */
  readonly pullAccess: pulumi.Output<unknown>;
  private readonly host: string;
  private dockerProvider?: docker.Provider;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:Registry", name, args, opts);
    const child = { parent: this };

    const repository = new gcp.artifactregistry.Repository(
      name,
      {
        repositoryId: args.name,
        location: args.region,
        format: "DOCKER",
        kmsKeyName: args.key,
        labels: args.labels,
        cleanupPolicies: [
          { id: "keep-recent", action: "KEEP", mostRecentVersions: { keepCount: 20 } },
          {
            id: "delete-untagged",
            action: "DELETE",
            condition: { tagState: "UNTAGGED", olderThan: `${30 * 24 * 3600}s` },
          },
        ],
      },
      child,
    );
    const open = (
      resourceName: string,
      at: { project?: string; location: string; repository: pulumi.Input<string> },
    ) =>
      new gcp.artifactregistry.RepositoryIamMember(
        resourceName,
        { ...at, role: "roles/artifactregistry.reader", member: args.reader },
        child,
      );
    const own = open("image-pull", { repository: repository.repositoryId, location: args.region });
    const others = repositoriesOf(args.otherImages)
      .filter((place) => place.join("/") !== [args.region, args.project, args.name].join("/"))
      .map(([location, project, other]) =>
        open(`image-pull-${location}-${project}-${other}`, { project, location, repository: other }),
      );
    this.pullAccess = pulumi.all([own, ...others].map(({ urn }) => urn));

    this.uri = repository.registryUri;
    this.host = `${args.region}-docker.pkg.dev`;
    this.registerOutputs({ uri: this.uri });
  }

  /**
   * The docker provider that pushes here, with the credential helper of docker's own configuration: always a fresh
   * token, which never enters the state. It needs a Docker engine, so it is made only when something is built.
   */
  pusher(): docker.Provider {
    this.dockerProvider ??= new docker.Provider(
      "registry",
      { registryAuth: [{ address: this.host }] },
      { parent: this },
    );
    return this.dockerProvider;
  }
}

/** The Artifact Registry repositories among these images' places, each once. */
function repositoriesOf(images: string[]): [location: string, project: string, repository: string][] {
  const places = images.flatMap(
    (image) => /^[a-z0-9-]+-docker\.pkg\.dev\/[^/]+\/[^/]+(?=\/)/.exec(image)?.[0] ?? [],
  );
  return [...new Set(places)].map((place) => {
    const [host = "", project = "", repository = ""] = place.split("/");
    return [host.replace("-docker.pkg.dev", ""), project, repository];
  });
}
