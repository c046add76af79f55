/** Signed links to files: good for one to two hours, and the same within an hour, so that caches work. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FileLink } from './task-service.ts';

const HOUR_MS = 3_600_000;

export interface FileLinks {
  /** Path and query, from `/`. */
  url(task_id: string, index: number, name: string): string;
  isValid(task_id: string, index: number, name: string, link: FileLink): boolean;
}

export function createFileLinks(secret: string): FileLinks {
  const key = createHmac('sha256', secret).update('file links').digest();
  const sign = (...parts: (string | number)[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');

  return {
    url(task_id, index, name) {
      const expires = Math.ceil(Date.now() / HOUR_MS + 1) * (HOUR_MS / 1_000);
      const path = `/api/v1/tasks/${task_id}/items/${index}/files/${encodeURIComponent(name)}`;
      return `${path}?expires=${expires}&signature=${sign(task_id, index, name, expires)}`;
    },
    isValid(task_id, index, name, link) {
      const expires = Number(link.expires);
      if (!Number.isInteger(expires) || expires * 1_000 <= Date.now()) return false;
      const expected = Buffer.from(sign(task_id, index, name, expires));
      const given = Buffer.from(link.signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
