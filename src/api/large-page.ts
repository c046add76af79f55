import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Turns } from '../runtime/turns.ts';
import type { Settings } from '../settings.ts';
import { ok } from './envelope.ts';
import { HeldPlaces, onceOver } from './held-places.ts';
import { callerOf } from './origin.ts';

/** Large pages that a caller reads at the same time: one may hold 25 MB. */
export const LARGE_PAGES_PER_CALLER = 8;
/** Characters of JSON that are written in one turn of the event loop: with what they are made of, a few milliseconds. */
const PART = 128 * 1_024;

/** Pages that are read for a caller at the same time; further ones wait, because none is known to be large before it is read. */
const READ_PER_CALLER = 4;

/** Answers with pages of one list whose items may be large. */
export class LargePages {
  readonly #places: HeldPlaces;
  readonly #turns = new Map<string, Turns>();

  constructor({ MAX_DOWNLOADS_PER_CALLER }: Pick<Settings, 'MAX_DOWNLOADS_PER_CALLER'>) {
    this.#places = new HeldPlaces({
      most: Number.POSITIVE_INFINITY,
      most_per_caller: Math.min(LARGE_PAGES_PER_CALLER, MAX_DOWNLOADS_PER_CALLER),
      fault: 'too_many_downloads',
    });
  }

  /**
   * A page of more than one part is written item by item, as fast as the caller reads, so that it holds neither the event loop nor
   * its whole text; while it is, it takes a place.
   */
  async send<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    page: () => Promise<{ items: T[] }>,
  ): Promise<FastifyReply> {
    const read = await this.#inTurn(callerOf(request), async () => (reply.raw.destroyed ? null : page()));
    // Nobody reads what is read for a caller that has left the line.
    return read ? this.#answer(request, reply, read) : reply.hijack();
  }

  async #inTurn<R>(caller: string, read: () => Promise<R>): Promise<R> {
    const turns = this.#turns.get(caller) ?? new Turns(READ_PER_CALLER);
    this.#turns.set(caller, turns);
    try {
      return await turns.run(read);
    } finally {
      if (turns.isIdle) this.#turns.delete(caller);
    }
  }

  #answer<T>(request: FastifyRequest, reply: FastifyReply, { items, ...page }: { items: T[] }): FastifyReply {
    const { data, ...envelope } = ok(request, page);
    const begin = `${JSON.stringify(envelope).slice(0, -1)},"data":{"items":[`;
    const parts = inParts(begin, items, `],${JSON.stringify(data).slice(1)}}`);
    const { value: first = '' } = parts.next();
    const isWhole = first.length < PART;
    if (!isWhole) onceOver(reply.raw, this.#places.take(callerOf(request)));
    reply.type('application/json; charset=utf-8');
    return reply.send(isWhole ? first : Readable.from(theRest(first, parts), { objectMode: false }));
  }
}

/** The whole text; only the last part may be shorter than `PART`. */
function* inParts(begin: string, items: unknown[], end: string): Generator<string, undefined> {
  let text = begin;
  for (let at = 0; at < items.length; at += 1) {
    text += `${at > 0 ? ',' : ''}${JSON.stringify(items[at])}`;
    if (text.length < PART) continue;
    yield text;
    text = '';
  }
  yield text + end;
  return undefined;
}

async function* theRest(begun: string, parts: Generator<string, undefined>): AsyncGenerator<string, void> {
  yield begun;
  for (const part of parts) {
    // A client that reads fast is written to without returning to the event loop.
    await nextTurn();
    yield part;
  }
}
