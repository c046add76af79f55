import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Turns } from '../runtime/turns.ts';
import type { Grow } from '../services/paging.ts';
import { ok } from './envelope.ts';
import { onceOver } from './held-places.ts';
import { callerOf } from './origin.ts';
import { PlaceLine } from './place-line.ts';
import { UnreadAnswers } from './unread-answers.ts';

/** Large pages that a caller reads at the same time: one may hold 25 MB. */
export const LARGE_PAGES_PER_CALLER = 8;
/** Characters of a page that needs no place: more than one item with the largest result, which is sent without one, too. */
const SMALL = 512 * 1_024;
/** Characters of JSON that are written in one turn of the event loop: with what they are made of, a few milliseconds. */
const PART = 128 * 1_024;
/** Pages that are read for a caller at the same time. */
const READ_PER_CALLER = 4;
const WAITING_PER_CALLER = 100;
const WAIT_MS = 20_000;

export type ReadPage<T> = (grow: Grow) => Promise<{ items: T[] }>;

/** Ends the reading of a page that turns out to be large while no place is free. */
class NeedsPlace extends Error {}

/** Answers with pages of one list whose items may be large. */
export class LargePages {
  readonly #places: PlaceLine;
  readonly #turns = new Map<string, Turns>();
  readonly #unread = new UnreadAnswers();

  /** For tests: how long a request waits for a place. */
  constructor({ wait_ms = WAIT_MS }: { wait_ms?: number } = {}) {
    this.#places = new PlaceLine({
      per_caller: LARGE_PAGES_PER_CALLER,
      waiting_per_caller: WAITING_PER_CALLER,
      wait_ms,
      fault: 'too_many_large_pages',
    });
  }

  /**
   * A large page is written item by item, as fast as the caller reads, so that it holds neither the event loop nor its whole text; while
   * it is, it takes a place. No page is known to be large before it is read: one that is found to be while no place is free
   * is dropped and read again when it has one, so that what waits takes no memory.
   */
  async send<T>(request: FastifyRequest, reply: FastifyReply, page: ReadPage<T>): Promise<FastifyReply> {
    const caller = callerOf(request);
    const held = new HeldPlace(() => this.#places.takeNow(caller));
    const stop = new AbortController();
    onceOver(reply.raw, () => {
      stop.abort();
      held.giveBack();
    });
    for (;;) {
      const parts = await this.#inTurn(caller, async () => {
        // Nobody reads what is read for a caller that has left the line.
        if (stop.signal.aborted) return null;
        try {
          return this.#parts(request, await page(held.grow), held);
        } catch (error) {
          if (error instanceof NeedsPlace) return 'needs place';
          throw error;
        }
      });
      if (parts === null) return reply.hijack();
      if (parts !== 'needs place') {
        if (typeof parts !== 'string') this.#watch(caller, reply);
        reply.type('application/json; charset=utf-8');
        return reply.send(parts);
      }
      this.#unread.makeRoom(caller, this.#places.waiting(caller) + 1);
      const place = await this.#places.take(caller, stop.signal);
      if (place) held.keep(place);
    }
  }

  /** What its client does not read makes room for what somebody waits for. */
  #watch(caller: string, reply: FastifyReply): void {
    this.#unread.watch(caller, reply.raw, () => this.#unread.makeRoom(caller, this.#places.waiting(caller)));
  }

  async #inTurn<R>(caller: string, read: () => Promise<R>): Promise<R> {
    const turns = this.#turns.get(caller) ?? new Turns(READ_PER_CALLER);
    this.#turns.set(caller, turns);
    const is_alone = turns.isIdle;
    try {
      return await turns.run(async () => {
        // Reads of SQLite wait for nothing: one after another, those of a hundred requests would be one turn of the event loop.
        if (!is_alone) await nextTurn();
        return read();
      });
    } finally {
      if (turns.isIdle) this.#turns.delete(caller);
    }
  }

  #parts<T>(request: FastifyRequest, { items, ...page }: { items: T[] }, held: HeldPlace): string | Readable {
    const { data, ...envelope } = ok(request, page);
    const begin = `${JSON.stringify(envelope).slice(0, -1)},"data":{"items":[`;
    const parts = inParts(begin, items, `],${JSON.stringify(data).slice(1)}}`);
    let first = '';
    while (first.length < SMALL) {
      const { value, done } = parts.next();
      if (done) return first;
      first += value;
    }
    held.need();
    return Readable.from(theRest(first, parts), { objectMode: false });
  }
}

/** The place of one request, taken as soon as its page is known to be large. */
class HeldPlace {
  readonly #take: () => (() => void) | null;
  #place: (() => void) | null = null;
  #characters = 0;
  #isOver = false;

  constructor(take: () => (() => void) | null) {
    this.#take = take;
  }

  /** Throws `NeedsPlace`. */
  readonly grow: Grow = (characters) => {
    this.#characters += characters;
    if (this.#characters >= SMALL) this.need();
  };

  /** Throws `NeedsPlace`. */
  need(): void {
    if (this.#place) return;
    const place = this.#take();
    if (!place) throw new NeedsPlace();
    this.keep(place);
  }

  keep(place: () => void): void {
    this.#place = place;
    if (this.#isOver) place();
  }

  giveBack(): void {
    this.#isOver = true;
    this.#place?.();
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
