import type { FastifyRequest } from 'fastify';

/** The first of these content codings that the client accepts; null for none. Codings have no case (RFC 9110 §8.4.1), and `q=0` refuses one. */
export function codingOf<C extends string>({ headers }: FastifyRequest, codings: readonly C[]): C | null {
  const header = headers['accept-encoding'];
  if (header === undefined) return null;
  const accepted = new Set<string>();
  for (const part of String(header).slice(0, 1_000).toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((one) => one.trim());
    if (!parameters.some((one) => /^q=0(\.0*)?$/.test(one))) accepted.add(coding);
  }
  return codings.find((one) => accepted.has(one)) ?? null;
}
