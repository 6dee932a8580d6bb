/** The first user, as clients of OpenStack log in. */
function credentials(password: string): object {
  const domain = { id: "default" };
  return {
    auth: {
      identity: { methods: ["password"], password: { user: { name: "admin", domain, password } } },
      scope: { project: { name: "admin", domain } },
    },
  };
}

/** Logs in; the status, and the token when there is one. */
export async function logIn(url: string, password: string): Promise<{ status: number; token: string }> {
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials(password)),
  });
  await response.text();
  return { status: response.status, token: response.headers.get("x-subject-token") ?? "" };
}

/** Where it says that its API is: clients go on there, whichever address they asked first. */
export async function apiUrl(url: string): Promise<string> {
  const response = await fetch(`${url}/v3`);
  const { version } = (await response.json()) as { version: { links: { href: string }[] } };
  return version.links.map(({ href }) => href).join();
}

/** Whose token it is, as another service of OpenStack asks; the status when it is refused. */
export async function ownerOf(url: string, token: string, asked = token): Promise<string | number> {
  const response = await fetch(`${url}/v3/auth/tokens`, {
    headers: { "x-auth-token": token, "x-subject-token": asked },
  });
  if (!response.ok) return response.status;
  const { token: found } = (await response.json()) as { token: { user: { name: string } } };
  return found.user.name;
}

/** Ends a token before its time. */
export async function revoke(url: string, token: string, revoked: string): Promise<number> {
  const headers = { "x-auth-token": token, "x-subject-token": revoked };
  return (await fetch(`${url}/v3/auth/tokens`, { method: "DELETE", headers })).status;
}
