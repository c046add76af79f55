import type { JsonText } from './items.ts';

/** The settings of a person's console: one JSON object for each account. It is deleted with the user. */
export interface PreferenceStore {
  get(user_id: string): Promise<JsonText | null>;
  put(user_id: string, value: JsonText): Promise<void>;
}
