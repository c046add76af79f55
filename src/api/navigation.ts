import type { FastifyRequest } from 'fastify';
import { isApiPath, pathOf } from './request-path.ts';

/** Paths that are never a page of the console, whatever a browser accepts. */
export const isOthers = (path: string): boolean => isApiPath(path) || OTHERS.test(path);

const OTHERS = /^\/(docs|health|metrics|openapi\.json)(\/|$)/;
/** A file that is missing is a 404: the index in its place would be read as a broken script. */
const ASSET = /^\/assets(\/|$)|\.(?!html$)\w{1,8}$/;

/** A browser that a person sends somewhere, as opposed to programs, and to what a page loads. */
export function isNavigation({ method, headers, url }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (!headers.accept?.toLowerCase().includes('text/html')) return false;
  const path = pathOf(url);
  return !isOthers(path) && !ASSET.test(path);
}
