import type { TaskType } from '@client';
import { useState } from 'react';
import { type Draft, type DraftSource, draftOf } from './draft.ts';
import { type FieldFault, faultsWithout } from './faults.ts';
import { propertiesOf } from './schema/json-schema.ts';
import { emptyFields, type FieldValue } from './schema/values.ts';

export interface Editing {
  type: TaskType;
  draft: Draft;
  /** What the last answer found wrong and what is still missing, without what was edited since. */
  faults: readonly FieldFault[];
  /** Names of params that must be filled in before the server is asked. */
  empty: readonly string[];
  set(change: Partial<Omit<Draft, 'values'>>): void;
  setValue(name: string, value: FieldValue): void;
  setValues(change: Record<string, FieldValue>): void;
  setFaults(faults: readonly FieldFault[]): void;
}

export function useDraft(type: TaskType, from: DraftSource | null): Editing {
  const [draft, setDraft] = useState(() => draftOf(type, from));
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
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
    setFaults,
  };
}
