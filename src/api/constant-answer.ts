import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer that never changes: created when it is first requested, in one buffer for all requests. */
export class ConstantAnswer {
  readonly #type: string;
  readonly #make: () => Buffer;
  #made: { bytes: Buffer; etag: string } | undefined;

  constructor(type: string, make: () => Buffer) {
    this.#type = type;
    this.#make = make;
  }

  send(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { bytes, etag } = this.#get();
    reply.headers({ etag, 'cache-control': 'no-cache' });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type(this.#type).send(bytes);
  }

  #get() {
    if (!this.#made) {
      const bytes = this.#make();
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
      this.#made = { bytes, etag };
    }
    return this.#made;
  }
}
