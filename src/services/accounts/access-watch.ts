import type { EventBus } from '../../data/contracts/index.ts';
import type { AccountActor } from '../actor.ts';
import { apiKeyKey, sessionKey, userKey } from './account-versions.ts';

/**
 * Says when the account or the credential of a caller has changed, for connections that stay open. One subscription to the bus serves
 * all of them. A lost message is made up for by checking from time to time.
 */
export class AccessWatch {
  readonly #events: Pick<EventBus, 'subscribe'>;
  readonly #watchers = new Map<string, Set<() => void>>();
  #unsubscribe: (() => void) | null = null;

  constructor(events: Pick<EventBus, 'subscribe'>) {
    this.#events = events;
  }

  /** Calls `changed` after each change, until the returned function is called. */
  watch(actor: AccountActor, changed: () => void): () => void {
    this.#unsubscribe ??= this.#events.subscribe('access', ({ key }) => this.#tell(key));
    const credentialKey = actor.kind === 'api_key' ? apiKeyKey : sessionKey;
    const keys = [userKey(actor.id), credentialKey(actor.credential_id)];
    for (const key of keys) this.#watchers.set(key, (this.#watchers.get(key) ?? new Set()).add(changed));
    return () => {
      for (const key of keys) this.#remove(key, changed);
    };
  }

  /** Anything may have changed. */
  tellAll(): void {
    const all = new Set([...this.#watchers.values()].flatMap((those) => [...those]));
    for (const changed of all) changed();
  }

  #tell(key: string): void {
    for (const changed of [...(this.#watchers.get(key) ?? [])]) changed();
  }

  #remove(key: string, changed: () => void): void {
    const those = this.#watchers.get(key);
    those?.delete(changed);
    if (those?.size === 0) this.#watchers.delete(key);
    if (this.#watchers.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }
}
