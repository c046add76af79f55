import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3_600_000;

/** A signed file link's query. */
export interface FileLink {
  expires: string;
  signature: string;
}

/** The paths of the downloads of tasks, beginning with `/`. The API defines them. */
export interface LinkPaths {
  file(task_id: string, index: number, name: string): string;
  archive(task_id: string): string;
  grid(task_id: string): string;
  thumbnail(task_id: string): string;
}

/** Signed links to files, archives and grids. A link is valid for one to two hours, and stays the same within an hour so that caches work. */
export class FileLinks {
  readonly #key: KeyObject;
  readonly #paths: LinkPaths;

  constructor(secret: string, paths: LinkPaths) {
    this.#paths = paths;
    // A key object is prepared once; from bytes, each signature would take a sixth longer.
    this.#key = createSecretKey(createHmac('sha256', secret).update('file links').digest());
  }

  /** Path and query, from `/`. */
  url(task_id: string, index: number, name: string): string {
    const expires = this.#expiry();
    const path = this.#paths.file(task_id, index, name);
    return `${path}?expires=${expires}&signature=${this.#sign(task_id, index, name, expires)}`;
  }

  /** A link to the downloads that contain all files of a task: one signature is valid for `archive` and `grid`. */
  taskUrls(task_id: string): { archive: string; grid: string } {
    const expires = this.#expiry();
    const query = `expires=${expires}&signature=${this.#sign(task_id, 'downloads', expires)}`;
    const { archive, grid } = this.#paths;
    return { archive: `${archive(task_id)}?${query}`, grid: `${grid(task_id)}?${query}` };
  }

  thumbnailUrl(task_id: string): string {
    const expires = this.#expiry();
    const signature = this.#sign(task_id, 'thumbnail', expires);
    return `${this.#paths.thumbnail(task_id)}?expires=${expires}&signature=${signature}`;
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
