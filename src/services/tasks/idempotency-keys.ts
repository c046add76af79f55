import { createHash } from 'node:crypto';
import { type IdempotencyStore, newId } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { AccountActor } from '../actor.ts';

/** Remembers which tasks an Idempotency-Key has created, and which ids must not be used again. */
export class IdempotencyKeys {
  readonly #store: IdempotencyStore;
  readonly #clock: SteadyClock;

  constructor(store: IdempotencyStore, clock: SteadyClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * The id that belongs to this key and body, even for two requests at the same time. A different body is a 409, and so is a key whose
   * task was deleted: its id is never used again.
   */
  async take(actor: AccountActor, key: string, body: unknown): Promise<string> {
    const body_hash = createHash('sha256').update(canonical(body)).digest('base64url');
    const task_id = newId();
    const record = { id: `${actor.id}:${key}`, task_id, body_hash, created_at: this.#now() };
    const kept = await this.#store.keep(record);
    if (kept.body_hash !== body_hash) throw new Fault('idempotency_key_reused');
    if (kept.task_id !== task_id && (await this.isForbidden(kept.task_id)))
      throw new Fault('idempotency_key_spent');
    return kept.task_id;
  }

  /** To be called before a task is deleted, so that no key creates it again. */
  async forbid(task_id: string): Promise<void> {
    await this.#store.keep({ id: markOf(task_id), task_id, body_hash: '', created_at: this.#now() });
  }

  /**
   * A mark among the keys with the time of the deletion, so it is removed later than the key itself. The task's own row cannot serve as
   * a mark, because the purge removes it.
   */
  async isForbidden(task_id: string): Promise<boolean> {
    return (await this.#store.get(markOf(task_id))) !== null;
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** Not the id of any owner, so it cannot collide with a key. */
const markOf = (task_id: string): string => `deleted:${task_id}`;

/** JSON with sorted keys: the same body in another order is the same body. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
