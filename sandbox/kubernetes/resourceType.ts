/** The kind of object that a type such as `kubernetes:apps/v1:Deployment` stands for. */
export interface ObjectType {
  apiVersion: string;
  kind: string;
}

/** Throws an error that names the type when the stand-in does not serve it. */
export function objectType(type: string): ObjectType {
  const [, module = "", kind = ""] = type.split(":");
  const [group, version, ...rest] = module.split("/");
  if (
    group === "helm.sh" ||
    version === undefined ||
    rest.length > 0 ||
    ["yaml", "kustomize"].includes(group ?? "")
  )
    throw new Error(`the Kubernetes stand-in serves API objects only, not ${type}`);
  if (kind.endsWith("List"))
    throw new Error(`${type} cannot be created: create the objects of the list one by one`);
  if (kind.endsWith("Patch"))
    throw new Error(`the Kubernetes stand-in does not serve Patch resources such as ${type}`);
  return { apiVersion: group === "core" ? version : `${group}/${version}`, kind };
}
