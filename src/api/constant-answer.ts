import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Made {
  bytes: Buffer;
  etag: string;
}

/** An answer that never changes: created when it is first requested, in one buffer for all requests. */
export class ConstantAnswer {
  readonly #type: string;
  readonly #make: () => Buffer | Promise<Buffer>;
  #made: Promise<Made> | undefined;

  constructor(type: string, make: () => Buffer | Promise<Buffer>) {
    this.#type = type;
    this.#make = make;
  }

  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { bytes, etag } = await this.#get();
    reply.headers({ etag, 'cache-control': 'no-cache' });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type(this.#type).send(bytes);
  }

  async #get(): Promise<Made> {
    this.#made ??= this.#create();
    const made = this.#made;
    try {
      return await made;
    } catch (error) {
      // The next request tries again.
      if (this.#made === made) this.#made = undefined;
      throw error;
    }
  }

  async #create(): Promise<Made> {
    const bytes = await this.#make();
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
  }
}
