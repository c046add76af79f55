/** Idle places of workers in other processes, for new tasks: see docs/architecture.md, "Idle places". */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IdlePlace, IdlePlaces, PooledTurnQueue } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import type { Log } from '../../runtime/log.ts';
import type { ClaimedItem } from './attempt.ts';
import type { FreePlace, PlaceSource } from './direct-starts.ts';

/** Larger messages would hold up those of others; the worker then reads the params from the store. */
const MOST_CHARACTERS = 64_000;

/** What a worker is sent. */
export interface SentItem {
  worker_id: string;
  item: ClaimedItem;
  /** Absent if they are large. */
  params?: unknown;
}

export interface RemotePlacesParts {
  queue: Pick<PooledTurnQueue, 'idleOf'>;
  /** Whether the number of this owner's running items has a limit. */
  isCounted(owner_id: string): Promise<boolean>;
  /** Queues items that their worker did not get. */
  handBack(items: ClaimedItem[]): Promise<void>;
  /** Signs what is sent: nobody else who can write to the queue makes a worker run something. */
  key: Buffer;
  background: Background;
  log: Pick<Log, 'warn'>;
}

/**
 * While nothing waits and a worker has an idle place, a new task is stored as that worker's, and its item is sent there. What is lost on
 * the way, the worker finds in the store.
 */
export class RemotePlaces implements PlaceSource {
  readonly #parts: RemotePlacesParts;

  constructor(parts: RemotePlacesParts) {
    this.#parts = parts;
  }

  async take(owner_id: string, pool: string): Promise<FreePlace | null> {
    const idle = this.#parts.queue.idleOf(pool);
    if (!idle || (await this.#parts.isCounted(owner_id))) return null;
    const place = await idle.take(owner_id);
    return place && this.#taken(idle, place);
  }

  /** Null if it is not from one of us. */
  read(message: string): SentItem | null {
    const end = message.indexOf(' ');
    const text = message.slice(end + 1);
    const given = Buffer.from(message.slice(0, Math.max(0, end)));
    const own = Buffer.from(this.#signatureOf(text));
    if (given.length === own.length && timingSafeEqual(given, own)) return JSON.parse(text);
    this.#parts.log.warn({}, 'a task that was sent to this worker by somebody else was ignored');
    return null;
  }

  #taken(idle: IdlePlaces, place: IdlePlace): FreePlace {
    const { background } = this.#parts;
    return {
      worker_id: place.worker_id,
      sends: true,
      start: (item, params) =>
        background.run(
          this.#send(idle, place, item, params),
          'a new task could not be given to a worker; it starts a little later',
        ),
      giveBack: () => idle.giveBack(place),
      // The worker misses the item and looks for it in the store.
      lose: () => undefined,
    };
  }

  /** Where its worker is gone, the item is queued like any other. */
  async #send(idle: IdlePlaces, place: IdlePlace, item: ClaimedItem, params: unknown): Promise<void> {
    const { worker_id } = place;
    const whole: SentItem = { worker_id, item, params };
    let text = JSON.stringify(whole);
    if (text.length > MOST_CHARACTERS) text = JSON.stringify({ worker_id, item });
    const arrived = await idle.send(place, `${this.#signatureOf(text)} ${text}`);
    if (arrived === false) await this.#parts.handBack([item]);
  }

  #signatureOf(text: string): string {
    return createHmac('sha256', this.#parts.key).update(text).digest('base64');
  }
}
