import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3_600_000;

/** A signed file link's query. */
export interface FileLink {
  expires: string;
  signature: string;
}

/** Signed links to files, archives and grids. A link is valid for one to two hours, and stays the same within an hour so that caches work. */
export class FileLinks {
  readonly #key: KeyObject;

  constructor(secret: string) {
    // A key object is prepared once; from bytes, each signature would take a sixth longer.
    this.#key = createSecretKey(createHmac('sha256', secret).update('file links').digest());
  }

  /** Path and query, from `/`. */
  url(task_id: string, index: number, name: string): string {
    const expires = this.#expiry();
    const path = `/api/v1/tasks/${task_id}/items/${index}/files/${encodeURIComponent(name)}`;
    return `${path}?expires=${expires}&signature=${this.#sign(task_id, index, name, expires)}`;
  }

  /** A link to the downloads that contain all files of a task: one signature is valid for `archive` and `grid`. */
  taskUrls(task_id: string): { archive: string; grid: string } {
    const expires = this.#expiry();
    const path = `/api/v1/tasks/${task_id}`;
    const query = `expires=${expires}&signature=${this.#sign(task_id, 'downloads', expires)}`;
    return { archive: `${path}/archive?${query}`, grid: `${path}/grid?${query}` };
  }

  thumbnailUrl(task_id: string): string {
    const expires = this.#expiry();
    const signature = this.#sign(task_id, 'thumbnail', expires);
    return `/api/v1/tasks/${task_id}/thumbnail?expires=${expires}&signature=${signature}`;
  }

  isValidForThumbnail(task_id: string, link: FileLink): boolean {
    return this.#holds([task_id, 'thumbnail'], link);
  }

  isValidForTask(task_id: string, link: FileLink): boolean {
    return this.#holds([task_id, 'downloads'], link);
  }

  isValid(task_id: string, index: number, name: string, link: FileLink): boolean {
    return this.#holds([task_id, index, name], link);
  }

  #expiry(): number {
    return Math.ceil(Date.now() / HOUR_MS + 1) * (HOUR_MS / 1_000);
  }

  #holds(signed: (string | number)[], link: FileLink): boolean {
    // Only one spelling of a number is accepted: another one would be a second URL with the same signature.
    if (!/^[1-9]\d{0,14}$/.test(link.expires)) return false;
    const expires = Number(link.expires);
    if (expires * 1_000 <= Date.now()) return false;
    const expected = Buffer.from(this.#sign(...signed, expires));
    const given = Buffer.from(link.signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #sign(...parts: (string | number)[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}
