/** Opens the API for the command line: of a server over HTTP, or in this process directly on the data. */
import { OperatorError } from '../../runtime/operator-error.ts';
import { type Environment, environmentWithDotEnv } from '../environment.ts';
import { settingsOf } from '../settings-of.ts';
import { answerOf, CallRefused, type Data, type OperatorApi } from './operator-api.ts';

/**
 * Over HTTP if BACKEND2_URL is set, with BACKEND2_KEY or with BACKEND2_EMAIL and BACKEND2_PASSWORD; otherwise directly on the data that
 * the settings name. `acts_as`: the account whose objects are changed, only when working directly on the data.
 */
export async function withApi(
  work: (api: OperatorApi) => Promise<void>,
  { acts_as }: { acts_as?: string } = {},
): Promise<number> {
  const environment = environmentWithDotEnv();
  const { BACKEND2_URL } = environment;
  if (!BACKEND2_URL) {
    // Opens a database and builds the application, which a call over HTTP does not need.
    const { withLocalApi } = await import('./local-api.ts');
    return withLocalApi(settingsOf(environment), acts_as, work);
  }
  if (acts_as !== undefined)
    throw new OperatorError(
      '--owner works on the data alone: over HTTP the key belongs to who signs in. Unset BACKEND2_URL',
    );
  await overHttp(baseOf(BACKEND2_URL), environment, work);
  return 0;
}

/** Throws for a URL to which no request can be sent. The message does not contain the URL, which may contain a password. */
function baseOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new OperatorError('BACKEND2_URL must be a URL that begins with http:// or https://');
  if (url.username || url.password)
    throw new OperatorError(
      'BACKEND2_URL must not contain a user name or password; set BACKEND2_KEY instead',
    );
  if (url.search || url.hash || /\/api\/v\d+\/*$/.test(url.pathname))
    throw new OperatorError(
      'BACKEND2_URL must be the address of the server without /api/v1, for example http://127.0.0.1:3000',
    );
  return given.replace(/\/+$/, '');
}

/** `fetch` would refuse other characters with a message that contains the key. */
function checkKey(key: string): void {
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new OperatorError(
      'BACKEND2_KEY is not a valid key: it contains a space, a line break or another character that no key has',
    );
}

/** "Sign in first" would not help at the command line. */
async function withKey(answer: Promise<Data>): Promise<Data> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CallRefused) || error.type !== 'not_authenticated') throw error;
    throw new OperatorError(
      'the server does not accept BACKEND2_KEY: the key is mistyped, expired or revoked, belongs to another server, or its owner is disabled. "key create" makes a new one',
    );
  }
}

async function overHttp(
  base: string,
  { BACKEND2_KEY, BACKEND2_EMAIL, BACKEND2_PASSWORD }: Environment,
  work: (api: OperatorApi) => Promise<void>,
): Promise<void> {
  const call = async (authorization: string | null, method: string, path: string, body?: object) => {
    const headers: Record<string, string> = { 'user-agent': 'backend2 command line' };
    if (authorization) headers.authorization = authorization;
    if (body) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(`${base}/api/v1${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      });
    } catch (error) {
      const { cause, message } = error as Error;
      throw new OperatorError(
        `the server at BACKEND2_URL cannot be reached: ${(cause as Error | undefined)?.message ?? message}`,
      );
    }
    return answerOf(response.status, await response.text());
  };
  if (BACKEND2_KEY) {
    checkKey(BACKEND2_KEY);
    return work({ through: 'http', call: (...args) => withKey(call(`Bearer ${BACKEND2_KEY}`, ...args)) });
  }
  if (!BACKEND2_EMAIL || !BACKEND2_PASSWORD)
    throw new OperatorError('BACKEND2_URL needs BACKEND2_KEY, or BACKEND2_EMAIL and BACKEND2_PASSWORD');
  const grant = await call(null, 'POST', '/auth/login', {
    email: BACKEND2_EMAIL,
    password: BACKEND2_PASSWORD,
  });
  const authorization = `Bearer ${grant.access_token}`;
  try {
    await work({ through: 'http', call: (...args) => call(authorization, ...args) });
  } finally {
    await call(authorization, 'POST', '/auth/logout', { refresh_token: grant.refresh_token });
  }
}
