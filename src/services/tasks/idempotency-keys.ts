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
    const body_hash = hashOf(body);
    const task_id = newId();
    const record = { id: idOf(actor, key), task_id, body_hash, created_at: this.#now() };
    const kept = await this.#store.keep(record);
    if (kept.body_hash !== body_hash) throw new Fault('idempotency_key_reused');
    if (kept.task_id !== task_id && (await this.isForbidden(kept.task_id)))
      throw new Fault('idempotency_key_spent');
    return kept.task_id;
  }

  /** The id that belongs to this key and body, if somebody has taken one. A different body is a 409. */
  async known(actor: AccountActor, key: string, body: unknown): Promise<string | null> {
    const kept = await this.#store.get(idOf(actor, key));
    if (kept && kept.body_hash !== hashOf(body)) throw new Fault('idempotency_key_reused');
    return kept?.task_id ?? null;
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

const idOf = ({ id }: AccountActor, key: string): string => `${id}:${key}`;

const hashOf = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('base64url');

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
