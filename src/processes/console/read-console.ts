import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ConsoleFile, ConsoleFiles } from '../../api/console-source.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/**
 * Every built file in the form that is sent to browsers: compressed, about half a megabyte in all. The original is kept only if there is
 * no compressed form. Files of types that no page needs are left out.
 */
export async function readConsole(dist: string): Promise<ConsoleFiles> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(names);
  const files = new Map<string, ConsoleFile>();
  const read = async (name: string): Promise<void> => {
    const content_type = TYPES[extname(name)];
    if (!content_type) return;
    const compressed = (ending: string) => (known.has(name + ending) ? readFile(name + ending) : null);
    const [raw, br, gz] = await Promise.all([readFile(name), compressed('.br'), compressed('.gz')]);
    const etag = createHash('sha256').update(raw).digest('base64url').slice(0, 20);
    files.set(`/${relative(dist, name).replaceAll('\\', '/')}`, {
      content_type,
      etag,
      br,
      gz,
      raw: gz ? () => gunzipSync(gz) : () => raw,
    });
  };
  await Promise.all(names.map(read));
  return files;
}
