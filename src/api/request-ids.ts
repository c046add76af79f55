import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Ids for requests: eight characters that tell the process, and a count. Behind a trusted proxy its own id is kept. */
export function requestIds(trust_proxy: boolean): (request?: IncomingMessage) => string {
  const process_part = randomBytes(6).toString('base64url');
  let count = 0;
  return (request) => {
    const given = trust_proxy ? request?.headers['x-request-id'] : undefined;
    if (typeof given === 'string' && /^[\w.-]{8,64}$/.test(given)) return given;
    count += 1;
    return `${process_part}-${count.toString(36)}`;
  };
}
