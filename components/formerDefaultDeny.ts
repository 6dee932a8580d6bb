import * as pulumi from "@pulumi/pulumi";

/** What the namespaces' policies were children of before each namespace had its own: stacks of then keep them. */
export function formerDefaultDeny(): pulumi.Alias {
  const stack = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}`;
  return { parent: `${stack}::loklak:kubernetes:DefaultDeny::default-deny` };
}
