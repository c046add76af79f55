import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPicture, PICTURE_TYPES } from '../data/contracts/index.ts';
import { Fault } from '../errors.ts';
import { essenceOf, isMediaType, spelledMediaType } from '../runtime/media-type.ts';
import { plainLine } from '../runtime/text.ts';
import type { OpenFile } from '../services/tasks/item-service.ts';

/** Types that browsers may display; everything else that a task type may attach (HTML, SVG) could run in our origin and is downloaded. */
export const SHOWN_TYPES = PICTURE_TYPES;

/** Types that a browser may execute: even if one of our pages is made to load such a file, it must not be treated as a script or document. */
const RUNS =
  /(^|[/+.-])(x?html|xml|xsl|svg|(java|ecma|j|live|vb)script[\d.]*|wasm|shockwave-flash)(\+|$)|^text\/css$|^multipart\//;

type Range = { start: number; end: number };

/** Sends the file, a part of it, or the answer that the caller's copy is up to date. */
export async function sendFile(
  file: OpenFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const etag = `"${file.sha256}"`;
  const unchanged = holds(request.headers['if-none-match'], etag);
  const range = unchanged ? null : rangeOf(request, etag, file.bytes);
  if (range === 'outside') {
    reply.header('content-range', `bytes */${file.bytes}`);
    throw new Fault('range_not_satisfiable');
  }
  // Opened first: the headers of a file do not belong to a fault. HEAD opens it to answer what GET would.
  const stream = unchanged ? undefined : await file.open(range ?? undefined);
  if (request.method === 'HEAD') stream?.destroy();
  describeFile(file, etag, request, reply);
  if (unchanged) return reply.code(304).send();
  reply.type(sentType(file.content_type));
  reply.header('content-length', range ? range.end - range.start + 1 : file.bytes);
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  return reply.send(request.method === 'HEAD' ? undefined : stream);
}

/** Types that a browser executes, and invalid types, become plain bytes. */
function sentType(content_type: string): string {
  return isMediaType(content_type) && !RUNS.test(essenceOf(content_type))
    ? spelledMediaType(content_type)
    : 'application/octet-stream';
}

function describeFile(file: OpenFile, etag: string, request: FastifyRequest, reply: FastifyReply): void {
  const linked = (request.query as { signature?: string }).signature !== undefined;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    // A link is valid for at least an hour; without a link, the caller's permission is checked each time.
    'cache-control': linked ? 'private, max-age=3600' : 'private, no-cache',
    'content-disposition': disposition(isPicture(file.content_type) ? 'inline' : 'attachment', file.name),
    'content-security-policy': "default-src 'none'; sandbox",
  });
}

/** RFC 6266, without characters that would hide the real ending of the name: an ASCII name for old clients and the real one, percent-encoded (RFC 5987). */
export function disposition(kind: 'inline' | 'attachment', given: string, plain_stem = 'file'): string {
  const name = plainLine(given);
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  // Of a Chinese name, nothing would be left.
  const plain = ascii.replace(/^[^A-Za-z0-9]*(?=\.\w+$)/, plain_stem);
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}

/** The requested range, if it is a single one. Several ranges, other units and ranges of another version get the whole file. */
function rangeOf(request: FastifyRequest, etag: string, bytes: number): Range | 'outside' | null {
  // RFC 9110, section 14.2: ranges apply only to GET.
  if (request.method !== 'GET') return null;
  const parts = /^bytes=(\d*)-(\d*)$/i.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  if (!parts || (condition !== undefined && condition !== etag)) return null;
  const [, first = '', last = ''] = parts;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(bytes - 1, Number(last));
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  return start >= bytes || start > end ? 'outside' : { start, end };
}
