import type { Call, CallOptions } from './call.ts';

/** The URL and the body of one call. The body contains the arguments that are in neither path nor query. */
export function requestOf(base: string, call: Call, args: object, options: CallOptions) {
  const fields: Record<string, unknown> = { ...args };
  const take = (name: string): unknown => {
    const value = fields[name];
    delete fields[name];
    return value;
  };
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(take(name))));
  const query = new URLSearchParams();
  const prefixes = call.query_prefixes ?? [];
  const prefixed = Object.keys(fields).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  const values = Object.fromEntries([...(call.query ?? []), ...prefixed].map((name) => [name, take(name)]));
  for (const [name, value] of Object.entries({ ...values, ...options.query }))
    if (value !== undefined && value !== null) query.set(name, String(value));
  const search = query.size > 0 ? `?${query}` : '';
  return { url: base + path + search, ...bodyOf(call, fields) };
}

function bodyOf(
  { body }: Call,
  fields: Record<string, unknown>,
): { body?: RequestInit['body']; content_type?: string } {
  if (body === 'form') return { body: new URLSearchParams(fields as Record<string, string>) };
  if (body === 'fields' && Object.keys(fields).length > 0) return json(fields);
  if (body !== 'whole' || fields.body === undefined) return {};
  return isPlain(fields.body) ? json(fields.body) : { body: fields.body as RequestInit['body'] };
}

const json = (value: unknown) => ({ body: JSON.stringify(value), content_type: 'application/json' });

/** Whether the value is sent as JSON. A Blob, a stream, bytes and form data are passed to `fetch` unchanged. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A random key for one call. `crypto.randomUUID` does not exist in pages loaded over plain HTTP. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
