import type { Redis } from 'ioredis';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { IdlePlace } from '../contracts/index.ts';
import { defineScript } from './connections.ts';
import { TURN_KEYS } from './turn-keys.ts';
import { DROP, MOST_MOVED, PUSH, TAKE, TAKE_PLACES, TRY, WAITING } from './turn-steps.ts';

export interface NewTurns {
  owner_id: string;
  count: number;
  delay_ms: number;
}

/** The offer of a consumer when it takes turns. */
export interface Offering {
  consumer: string;
  /** The places of its present offer that it believes to be unused. */
  unused: number;
  /** The new offer; null = no places. */
  offer: { id: string; ms: number; worker_id: string; refuses: string | null } | null;
}

export interface TakenTurns {
  /** Places of the earlier offer that others have taken without the knowledge of this consumer; null = Redis has lost the offer. */
  promised: number | null;
  /** Places that are offered now. */
  offered: number;
  turns: { owner_id: string; count: number }[];
  /** True if more turns wait. */
  more: boolean;
  /** Milliseconds until the next delayed turns may be taken; null if there are none. */
  next_ms: number | null;
}

/** Runs the steps of turn-steps.ts on one queue. */
export class TurnScripts {
  /** Consumers wait for its only element. */
  readonly wake_key: string;
  readonly #keys: string[];
  readonly #push: ReturnType<typeof defineScript>;
  readonly #take: ReturnType<typeof defineScript>;
  readonly #take_places: ReturnType<typeof defineScript>;
  readonly #drop: ReturnType<typeof defineScript>;
  readonly #waiting: ReturnType<typeof defineScript>;
  readonly #try: ReturnType<typeof defineScript>;
  readonly #trial_keys: string[];

  constructor(redis: Redis, prefix: string) {
    const names = Object.keys(TURN_KEYS);
    this.#keys = names.map((name) => `${prefix}:${name}`);
    this.#trial_keys = names.map((name) => `${prefix}:trial:${name}`);
    this.wake_key = `${prefix}:wake`;
    const keys = names.length;
    this.#push = defineScript(redis, 'backend2PushTurns', { keys, lua: PUSH });
    this.#take = defineScript(redis, 'backend2TakeTurns', { keys, lua: TAKE });
    this.#take_places = defineScript(redis, 'backend2TakePlaces', { keys, lua: TAKE_PLACES });
    this.#drop = defineScript(redis, 'backend2DropTurns', { keys, lua: DROP });
    this.#waiting = defineScript(redis, 'backend2CountTurns', { keys, lua: WAITING });
    this.#try = defineScript(redis, 'backend2TryTurns', { keys: keys * 2, lua: TRY });
  }

  /** `id` must be new with each call. */
  async push(turns: NewTurns[], id: string): Promise<void> {
    for (let from = 0; from < turns.length; from += MOST_MOVED) {
      const values = turns
        .slice(from, from + MOST_MOVED)
        .flatMap((one) => [one.owner_id, one.count, one.delay_ms]);
      await this.#push(...this.#keys, ...values, `${id}-${from}-`);
    }
  }

  async take(most: number, offering?: Offering): Promise<TakenTurns> {
    const { consumer = '', unused = 0, offer } = offering ?? {};
    const { id = '', ms = 0, worker_id = '', refuses } = offer ?? {};
    const offers = [consumer, unused, id, ms, worker_id, refuses ?? ''];
    const answer = (await this.#take(...this.#keys, most, ...offers)) as unknown[];
    const [more = 0, next_ms = 0, promised = 0, offered = 0] = answer.slice(0, 4).map(Number);
    const turns: TakenTurns['turns'] = [];
    for (let at = 4; at + 1 < answer.length; at += 2)
      turns.push({ owner_id: String(answer[at]), count: Number(answer[at + 1]) });
    return {
      turns,
      more: more === 1,
      next_ms: next_ms < 0 ? null : next_ms,
      promised: promised < 0 ? null : promised,
      offered,
    };
  }

  /** The places for each owner, at most as many as wanted. */
  async takePlaces(wanted: { owner_id: string; count: number }[]): Promise<IdlePlace[][]> {
    const values = wanted.flatMap(({ owner_id, count }) => [owner_id, count]);
    const answer = ((await this.#take_places(...this.#keys, ...values)) as unknown[]).map(String);
    const places: IdlePlace[][] = wanted.map(() => []);
    for (let at = 0; at + 3 < answer.length; at += 4) {
      const [which, consumer = '', offer = '', worker_id = ''] = answer.slice(at, at + 4);
      places[Number(which)]?.push({ consumer, offer, worker_id });
    }
    return places;
  }

  /** Deletes the owner's turns that may be taken now; returns how many there were. */
  async drop(owner_id: string): Promise<number> {
    return Number(await this.#drop(...this.#keys, owner_id));
  }

  /** Turns that may be taken now. */
  async waiting(): Promise<number> {
    return Number(await this.#waiting(...this.#keys));
  }

  /** Pushes a turn to separate keys and takes it again, without any effect on real turns. Throws if that fails. */
  async try(): Promise<void> {
    const fault = await this.#try(...this.#keys, ...this.#trial_keys);
    if (typeof fault !== 'string') return;
    throw new OperatorError(
      fault === ''
        ? 'a turn was put into the queue, but could not be taken from it'
        : `the key ${fault} in Redis does not hold what the queue stores there; delete the key`,
    );
  }
}
