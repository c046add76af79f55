import type { FastifyRequest } from 'fastify';
import { isApiPath, pathOf } from './request-path.ts';

/** Paths that are never pages of the console, whatever the browser accepts. */
export const isOthers = (path: string): boolean => isApiPath(path) || OTHERS.test(path);

const OTHERS = /^\/(docs|health|metrics|openapi\.json)(\/|$)/;
/** A missing file is a 404: the index page instead would be read as a broken script. */
const ASSET = /^\/assets(\/|$)|\.(?!html$)\w{1,8}$/;

/** Whether a person navigates with a browser, as opposed to requests of programs and of pages. */
export function isNavigation({ method, headers, url }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (!headers.accept?.toLowerCase().includes('text/html')) return false;
  const path = pathOf(url);
  return !isOthers(path) && !ASSET.test(path);
}
