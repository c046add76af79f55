import type { TaskType } from '@client';
import { tabStorage } from '../../session/tab-storage.ts';
import type { Draft } from './draft.ts';

/** Drafts of a browser tab; beyond that, the one that was edited first is dropped. */
const MOST = 20;
const PREFIX = 'drafts ';

interface Kept {
  key: string;
  type: string;
  /** The task that the draft is a copy of; an empty text for a new one. */
  from: string;
  draft: Draft;
}

/**
 * The new tasks that were begun and not sent, of each account in this browser tab. Whoever leaves the page, reloads it or has to sign in
 * again goes on where they were; signing out forgets them.
 */
class KeptDrafts {
  of(user_id: string, type: TaskType, from: string): Draft | null {
    const key = keyOf(type, from);
    return this.#all(user_id).find((one) => one.key === key)?.draft ?? null;
  }

  /** The type of the last draft that is no copy; null without one. */
  lastType(user_id: string): string | null {
    return this.#all(user_id).findLast(({ from }) => from === '')?.type ?? null;
  }

  keep(user_id: string, type: TaskType, from: string, draft: Draft): void {
    const key = keyOf(type, from);
    const others = this.#all(user_id).filter((one) => one.key !== key);
    this.#store(user_id, [...others, { key, type: type.type, from, draft }].slice(-MOST));
  }

  forget(user_id: string, type: TaskType, from: string): void {
    const key = keyOf(type, from);
    const all = this.#all(user_id);
    const others = all.filter((one) => one.key !== key);
    if (others.length < all.length) this.#store(user_id, others);
  }

  #all(user_id: string): Kept[] {
    return JSON.parse(tabStorage.read(PREFIX + user_id) ?? '[]') as Kept[];
  }

  #store(user_id: string, drafts: readonly Kept[]): void {
    tabStorage.store(PREFIX + user_id, JSON.stringify(drafts));
  }
}

/** A newer version of a type has other params. */
const keyOf = ({ type, version }: TaskType, from: string): string => `${type} ${version} ${from}`;

export const keptDrafts = new KeptDrafts();
