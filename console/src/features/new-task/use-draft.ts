import type { TaskType } from '@client';
import { useState } from 'react';
import { type Draft, type DraftSource, draftOf } from './draft.ts';
import { type FieldFault, faultsWithout } from './faults.ts';
import { propertiesOf } from './schema/json-schema.ts';
import { emptyFields, type FieldValue } from './schema/values.ts';

export interface Editing {
  type: TaskType;
  draft: Draft;
  /** The task that the draft is a copy of. */
  original?: DraftSource | null;
  /** Errors of the last answer and missing fields, without fields that were edited since. */
  faults: readonly FieldFault[];
  /** Names of required params that are empty; until they are filled in, the server is not asked. */
  empty: readonly string[];
  set(change: Partial<Omit<Draft, 'values'>>): void;
  setValue(name: string, value: FieldValue): void;
  setValues(change: Record<string, FieldValue>): void;
  setFaults(faults: readonly FieldFault[]): void;
  startOver(): void;
}

interface Kept {
  type: string;
  draft: Draft;
  faults: readonly FieldFault[];
}

const fresh = (type: TaskType, from: DraftSource | null): Kept => ({
  type: type.type,
  draft: draftOf(type, from),
  faults: [],
});

/** Edits a task, beginning with `start` or else with an empty draft or a copy. */
export function useDraft(type: TaskType, from: DraftSource | null, start: Draft | null = null): Editing {
  const [kept, setKept] = useState(() => ({ ...fresh(type, from), ...(start && { draft: start }) }));
  // Another task type starts with new params; the rest of the form stays.
  const now = kept.type === type.type ? kept : fresh(type, from);
  if (now !== kept) setKept(now);
  const { draft, faults } = now;
  const setDraft = (change: (draft: Draft) => Draft) =>
    setKept((one) => ({ ...one, draft: change(one.draft) }));
  const setFaults = (change: (faults: readonly FieldFault[]) => readonly FieldFault[]) =>
    setKept((one) => ({ ...one, faults: change(one.faults) }));
  const edited = (paths: string[]) =>
    setFaults((now) => paths.reduce<readonly FieldFault[]>(faultsWithout, now));
  const setValues = (change: Record<string, FieldValue>) => {
    setDraft((now) => ({ ...now, values: { ...now.values, ...change } }));
    edited(Object.keys(change).map((name) => `params.${name}`));
  };
  return {
    type,
    draft,
    faults,
    empty: emptyFields(propertiesOf(type), draft.values),
    set(change) {
      setDraft((now) => ({ ...now, ...change }));
      edited(Object.keys(change));
    },
    setValue: (name, value) => setValues({ [name]: value }),
    setValues,
    setFaults: (next) => setFaults(() => next),
    startOver: () => setKept(fresh(type, from)),
  };
}
