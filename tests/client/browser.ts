import { Client, type ClientOptions } from '../../client/src/index.ts';

/** A `fetch` that keeps cookies like a browser, records requests and answers, and can simulate the failures of a session. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly bodies: string[] = [];
  /** Until the next refresh, the server sees every access token as expired. */
  expired = false;
  /** Requests to this path fail as if there were no network. */
  unreachable: string | null = null;
  /** Number of refresh requests. */
  refreshes = 0;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  client(options: ClientOptions = {}): Client {
    return new Client({ url: this.#url, fetch: this.fetch, ...options });
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = String(input);
    if (url.endsWith('/auth/refresh')) this.refreshes++;
    if (this.unreachable && url.includes(this.unreachable)) throw new TypeError('fetch failed');
    const headers = new Headers(init.headers);
    const authorization = headers.get('authorization');
    if (this.expired && authorization) headers.set('authorization', `${authorization}x`);
    const jar = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (jar && url.includes('/api/v1/auth')) headers.set('cookie', jar);
    const response = await fetch(url, { ...init, headers });
    if (response.ok && url.endsWith('/auth/refresh')) this.expired = false;
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    if (!response.headers.get('content-type')?.includes('event-stream'))
      this.bodies.push(await response.clone().text());
    return response;
  };

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
