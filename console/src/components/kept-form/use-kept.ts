import { useEffect, useState } from 'react';
import { session } from '../../session/session.ts';
import { tabStorage } from '../../session/tab-storage.ts';
import { useUser } from '../../session/use-session.ts';

export interface Kept<T> {
  /** What was typed when the session ended or the page was reloaded; null if nothing was, or since it was sent. */
  before: Partial<T> | null;
  /** Null stands for a form in which nothing is typed. */
  keep(values: Partial<T> | null): void;
  /** To be called when it was sent, or when the form was closed. */
  forget(): void;
}

/** Keeps what is typed in a form in this browser tab: who has to sign in again, or reloads the page, goes on there. Whoever leaves the page leaves the form. */
export function useKept<T>(name: string): Kept<T> {
  const { id } = useUser();
  const key = `typed ${name} ${id}`;
  const [before, setBefore] = useState(() => JSON.parse(tabStorage.read(key) ?? 'null') as Partial<T> | null);
  useEffect(
    () => () => {
      if (session.state.is === 'signed_in') tabStorage.forget(key);
    },
    [key],
  );
  return {
    before,
    keep(values) {
      if (values) tabStorage.store(key, JSON.stringify(values));
      else tabStorage.forget(key);
    },
    forget() {
      tabStorage.forget(key);
      setBefore(null);
    },
  };
}

/** Keeps these values of an open form whenever they change, but neither null nor those of a form in which nothing was typed. */
export function useKeeping<T>(
  { keep }: Kept<T>,
  values: Partial<T> | null,
  untouched: Partial<T> | null = null,
): void {
  const text = JSON.stringify(values);
  const blank = JSON.stringify(untouched);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other values are kept anew
  useEffect(() => keep(text === blank ? null : values), [text, blank]);
}

/** Keeps the fields of a form that differ from what is saved. `saved` has those that are kept at all. */
export function useKeepingChanges<T extends object>(kept: Kept<T>, values: T, saved: Partial<T>): void {
  const changed = (Object.keys(saved) as (keyof T)[]).filter(
    (key) => JSON.stringify(values[key]) !== JSON.stringify(saved[key]),
  );
  const changes = Object.fromEntries(changed.map((key) => [key, values[key]])) as Partial<T>;
  useKeeping(kept, changed.length > 0 ? changes : null);
}
