import type { Words } from '../../words/words-context.tsx';
import type { FieldFault } from './faults.ts';
import type { Editing } from './use-draft.ts';

/** Returns an error for each empty required field: a list needs a value, other fields need text. */
export const missingIn = ({ empty, draft }: Editing, { new_task: w }: Words): FieldFault[] =>
  empty.map((name) => {
    const list = name.includes('.') || Array.isArray(draft.values[name]);
    return { path: `params.${name}`, message: list ? w.add_value : w.fill_in };
  });
