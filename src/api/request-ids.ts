import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Ids for requests: eight characters that identify the process, and a count. Behind a trusted proxy, the id of the proxy is kept. */
export class RequestIds {
  readonly #trust_proxy: boolean;
  readonly #process_part = randomBytes(6).toString('base64url');
  #count = 0;

  constructor(trust_proxy: boolean) {
    this.#trust_proxy = trust_proxy;
  }

  of(request?: IncomingMessage): string {
    const given = this.#trust_proxy ? request?.headers['x-request-id'] : undefined;
    if (typeof given === 'string' && /^[\w.-]{8,64}$/.test(given)) return given;
    this.#count += 1;
    return `${this.#process_part}-${this.#count.toString(36)}`;
  }
}
