import { DamagedData, type Database, type JsonText, storedJson } from '../../data/contracts/index.ts';
import type { AccountActor } from '../actor.ts';

/** The settings of a person's console: saved views, theme, language. A JSON object that only that person reads and writes. */
export class Preferences {
  readonly #store: Database['preferences'];

  constructor(database: Pick<Database, 'preferences'>) {
    this.#store = database.preferences;
  }

  /** An empty object if none are stored. */
  async get(actor: AccountActor): Promise<object> {
    const kept = await this.#store.get(actor.id);
    if (kept === null) return {};
    const value = storedJson(kept, 'preferences.value', actor.id);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new DamagedData('preferences.value', actor.id);
    return value;
  }

  /** Replaces them as a whole. */
  async put(actor: AccountActor, value: object): Promise<object> {
    await this.#store.put(actor.id, JSON.stringify(value) as JsonText);
    return value;
  }
}
