import type { Words } from '../../words/words-context.tsx';
import type { FieldFault } from './faults.ts';
import { kindOf, propertiesOf } from './schema/json-schema.ts';
import type { Editing } from './use-draft.ts';

/** Returns an error for each empty required field: a list needs a value, other fields need text. */
export const missingIn = ({ type, empty, draft }: Editing, { new_task: w }: Words): FieldFault[] =>
  empty.map((name) => {
    const path = `params.${name}`;
    if (name.includes('.')) return { path, message: w.add_value };
    if (!Array.isArray(draft.values[name])) return { path, message: w.fill_in };
    const property = propertiesOf(type).find((one) => one.name === name);
    return { path, message: property && kindOf(property.schema) === 'lists' ? w.add_list : w.add_value };
  });
