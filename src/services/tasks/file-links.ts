import { createHmac, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3_600_000;

/** A signed file link's query. */
export interface FileLink {
  expires: string;
  signature: string;
}

/** Signed links to files: good for one to two hours, and the same within an hour, so that caches work. */
export class FileLinks {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('file links').digest();
  }

  /** Path and query, from `/`. */
  url(task_id: string, index: number, name: string): string {
    const expires = Math.ceil(Date.now() / HOUR_MS + 1) * (HOUR_MS / 1_000);
    const path = `/api/v1/tasks/${task_id}/items/${index}/files/${encodeURIComponent(name)}`;
    return `${path}?expires=${expires}&signature=${this.#sign(task_id, index, name, expires)}`;
  }

  isValid(task_id: string, index: number, name: string, link: FileLink): boolean {
    const expires = Number(link.expires);
    if (!Number.isInteger(expires) || expires * 1_000 <= Date.now()) return false;
    const expected = Buffer.from(this.#sign(task_id, index, name, expires));
    const given = Buffer.from(link.signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #sign(...parts: (string | number)[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}
