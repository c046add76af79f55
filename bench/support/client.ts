// biome-ignore lint/suspicious/noExplicitAny: a bench reads whatever the answer holds
type Data = any;

export interface Client {
  token: string;
  /** Returns the `data` of the answer; throws if the call fails. */
  ok(method: string, path: string, body?: unknown): Promise<Data>;
}

/** Signs in, by default as the first administrator. */
export async function signIn(
  url: string,
  email = 'admin@example.com',
  password = 'admin123',
): Promise<Client> {
  const client: Client = {
    token: '',
    async ok(method, path, body) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      const answer = (await response.json()) as { data: Data };
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
      return answer.data;
    },
  };
  client.token = (await client.ok('POST', '/auth/login', { email, password })).access_token;
  return client;
}
