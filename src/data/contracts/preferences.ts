import type { JsonText } from './items.ts';

/** What a person's console keeps: one JSON object for each account. It goes with the user. */
export interface PreferenceStore {
  get(user_id: string): Promise<JsonText | null>;
  put(user_id: string, value: JsonText): Promise<void>;
}
