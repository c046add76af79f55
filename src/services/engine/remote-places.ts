/** Idle places of workers in other processes, for new tasks: see docs/architecture.md, "Idle places". */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import type { IdlePlace, IdlePlaces, PooledTurnQueue } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { Log } from '../../runtime/log.ts';
import { toJsonText } from '../../runtime/text.ts';
import type { ClaimedItem } from './attempt.ts';
import type { FreePlace, PlaceSource } from './direct-starts.ts';

/** Larger params would delay other items; the worker then reads them from the store. */
const MOST_CHARACTERS = 64_000;
const MOST_TOGETHER = 100;

export interface SentItem {
  item: ClaimedItem;
  /** JSON. Absent if they are large. */
  params?: string;
}

/** The message to a worker. */
export interface SentBatch {
  worker_id: string;
  items: SentItem[];
}

/** An item to be sent. */
interface Due extends SentItem {
  idle: IdlePlaces;
  place: IdlePlace;
}

export interface RemotePlacesParts {
  queue: Pick<PooledTurnQueue, 'idleOf'>;
  /** Whether the number of this owner's running items has a limit. */
  isCounted(owner_id: string): Promise<boolean>;
  /** Queues items that their worker did not get. */
  handBack(items: ClaimedItem[]): Promise<void>;
  /** Signs the messages, so that nobody else who can write to Redis can make a worker run something. */
  key: Buffer;
  background: Background;
  log: Pick<Log, 'warn'>;
}

/**
 * While no turn waits and a worker has an idle place, a new task is stored as claimed by that worker, and its item is sent there. If the
 * message is lost, the worker finds the item in the store.
 */
export class RemotePlaces implements PlaceSource {
  readonly #parts: RemotePlacesParts;
  #due: Due[] = [];

  constructor(parts: RemotePlacesParts) {
    this.#parts = parts;
  }

  async take(owner_id: string, pool: string): Promise<FreePlace | null> {
    const idle = this.#parts.queue.idleOf(pool);
    if (!idle || (await this.#parts.isCounted(owner_id))) return null;
    const place = await idle.take(owner_id);
    return place && this.#taken(idle, place);
  }

  /** Null if the message does not come from this installation. */
  read(message: string): SentBatch | null {
    const end = message.indexOf(' ');
    const text = message.slice(end + 1);
    const given = Buffer.from(message.slice(0, Math.max(0, end)));
    const own = Buffer.from(this.#signatureOf(text));
    if (given.length === own.length && timingSafeEqual(given, own)) return JSON.parse(text);
    this.#parts.log.warn({}, 'a task was ignored that another program had sent to this worker');
    return null;
  }

  #taken(idle: IdlePlaces, place: IdlePlace): FreePlace {
    return {
      worker_id: place.worker_id,
      sends: true,
      start: (item, params) => this.#start(idle, place, item, toJsonText(params)),
      giveBack: () => idle.giveBack(place),
      // The worker notices that the item is missing and looks for it in the store.
      lose: () => undefined,
    };
  }

  #start(idle: IdlePlaces, place: IdlePlace, item: ClaimedItem, params: string): void {
    const sent: SentItem = params.length > MOST_CHARACTERS ? { item } : { item, params };
    if (this.#due.push({ idle, place, ...sent }) > 1) return;
    this.#parts.background.run(
      this.#sendSoon(),
      'new tasks could not be given to a worker; they start a little later',
    );
  }

  /** Later in this turn of the event loop: items for the same worker then travel in one message, with one signature. */
  async #sendSoon(): Promise<void> {
    await immediate();
    const due = this.#due;
    this.#due = [];
    for (let from = 0; from < due.length; from += MOST_TOGETHER) {
      const some = due.slice(from, from + MOST_TOGETHER);
      for (const [idle, to_idle] of Map.groupBy(some, (one) => one.idle)) await this.#send(idle, to_idle);
    }
  }

  async #send(idle: IdlePlaces, due: Due[]): Promise<void> {
    const groups = [...Map.groupBy(due, ({ place }) => `${place.consumer} ${place.worker_id}`).values()];
    const arrived = await idle.send(
      groups.map((group) => ({ places: group.map(({ place }) => place), text: this.#messageOf(group) })),
    );
    // These workers no longer exist: the items are queued like any others.
    const lost = groups.filter((_, at) => arrived[at] === false).flat();
    if (lost.length > 0) await this.#parts.handBack(lost.map(({ item }) => item));
  }

  #messageOf(group: Due[]): string {
    const items = group.map(({ item, params }): SentItem => ({ item, params }));
    const batch: SentBatch = { worker_id: group[0]?.place.worker_id ?? '', items };
    const text = JSON.stringify(batch);
    return `${this.#signatureOf(text)} ${text}`;
  }

  #signatureOf(text: string): string {
    return createHmac('sha256', this.#parts.key).update(text).digest('base64');
  }
}
