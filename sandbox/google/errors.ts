/** Google's answers, with the words and codes of its APIs as the real provider passes them on. */
function googleError(code: number, message: string, reason: string): Error {
  return new Error(`googleapi: Error ${code}: ${message}, ${reason}`);
}

/** `Disk` of `gcp:compute/disk:Disk`. */
export function titleOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

export function alreadyExists(type: string, id: string): Error {
  return googleError(409, `The ${titleOf(type)} '${id}' already exists`, "alreadyExists");
}

export function notFound(type: string, id: string): Error {
  return googleError(404, `The ${titleOf(type)} '${id}' was not found`, "notFound");
}

export function inUse(type: string, id: string, user: string): Error {
  const message = `The ${titleOf(type)} '${id}' is already being used by '${user}'`;
  return googleError(400, message, "resourceInUseByAnotherResource");
}

export function notReady(link: string): Error {
  return googleError(400, `The resource '${link}' is not ready`, "resourceNotReady");
}

export function invalid(message: string): Error {
  return googleError(400, message, "badRequest");
}

export function keyDenied(key: string, agent: string): Error {
  const message =
    `Cloud KMS error when using key ${key}: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied ` +
    `to ${agent} on resource '${key}' (or it may not exist).`;
  return googleError(400, message, "kmsPermissionDenied");
}
