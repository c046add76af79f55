import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import fieldStyles from '../../../components/field/field.module.css';
import { TextField } from '../../../components/field/text-field.tsx';
import { isComposing } from '../../../components/keys/is-composing.ts';
import { useWords } from '../../../words/words-context.tsx';
import { type FieldFault, faultAt } from '../faults.ts';
import styles from '../new-task.module.css';
import { type PropertySchema, valuesOf } from './json-schema.ts';
import { ListField } from './list-field.tsx';
import type { NamedList } from './values.ts';

interface Props {
  label: string;
  hint: string;
  path: string;
  faults: readonly FieldFault[];
  schema: PropertySchema;
  lists: readonly NamedList[];
  onLists(lists: NamedList[]): void;
}

/** A field for a map of named text lists. */
export function ListsField({ label, hint, path, faults, schema, lists, onLists }: Props) {
  const { new_task: w, components } = useWords();
  const [name, setName] = useState('');
  const wanted = name.trim();
  const add = () => {
    if (wanted === '' || lists.some((one) => one.name === wanted)) return;
    onLists([...lists, { name: wanted, values: [] }]);
    setName('');
  };
  const whole = faults.filter((one) => one.path === path);
  return (
    <fieldset className={styles.lists}>
      <legend className={fieldStyles.label}>{label}</legend>
      {hint && <p className={fieldStyles.hint}>{hint}</p>}
      {lists.map((list) => (
        <div key={list.name} className={styles.named}>
          <ListField
            label={list.name}
            most={valuesOf(schema)?.maxItems}
            error={faultAt(faults, `${path}.${list.name}`)}
            values={list.values}
            onValues={(values) =>
              onLists(lists.map((one) => (one.name === list.name ? { ...one, values } : one)))
            }
          />
          <IconButton
            icon="trash"
            label={components.remove(list.name)}
            onClick={() => onLists(lists.filter((one) => one.name !== list.name))}
          />
        </div>
      ))}
      {whole.length > 0 && (
        <p className={fieldStyles.error} role="alert">
          {faultAt(whole, path)}
        </p>
      )}
      <div className={styles.named}>
        <TextField
          label={lists.length === 0 ? w.first_list_name : w.list_name}
          aria-invalid={whole.length > 0 || undefined}
          value={name}
          onValue={setName}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return;
            event.preventDefault();
            add();
          }}
        />
        <Button icon="plus" onClick={add}>
          {w.add}
        </Button>
      </div>
    </fieldset>
  );
}
