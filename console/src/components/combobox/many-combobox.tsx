import { Combobox as Base } from '@base-ui/react/combobox';
import { useId, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import field from '../field/field.module.css';
import { Icon } from '../icon/icon.tsx';
import type { Option } from '../select/select.tsx';
import tags from '../tag-list/tag-list.module.css';
import styles from './combobox.module.css';
import { OptionPopup } from './option-popup.tsx';

interface Props {
  label: string;
  hint?: string;
  /** What it means that nothing is chosen. */
  placeholder?: string;
  options: readonly Option<string>[];
  values: readonly string[];
  onValues(values: string[]): void;
  error?: string | undefined;
}

/** Some of many values, found by typing; those that are chosen stand in the field. */
export function ManyCombobox({ label, hint, placeholder, options, values, onValues, error }: Props) {
  const { components: w } = useWords();
  const id = useId();
  const field_frame = useRef<HTMLDivElement>(null);
  const chosen = values.map((value) => options.find((one) => one.value === value) ?? { value, label: value });
  return (
    <Base.Root
      multiple
      // Enter takes the first that fits what was typed.
      autoHighlight
      items={options as Option<string>[]}
      value={chosen}
      onValueChange={(next) => onValues(next.map(({ value }) => value))}
      isItemEqualToValue={(one, other) => one?.value === other?.value}
    >
      <div className={styles.box}>
        <label htmlFor={id} className={field.label}>
          {label}
        </label>
        <Base.Chips
          ref={field_frame}
          className={tags.list}
          data-invalid={error === undefined ? undefined : true}
        >
          {chosen.map((option) => (
            <Base.Chip
              key={option.value}
              className={classes(tags.tag, styles.chip)}
              aria-label={option.label}
            >
              <span>{option.label}</span>
              <Base.ChipRemove className={tags.remove} aria-label={w.remove(option.label)}>
                <Icon name="close" size={12} />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            id={id}
            // Its own: while the list is open, everything but the field is hidden from screen readers, its label too.
            aria-label={label}
            className={classes(tags.input, styles.entry)}
            placeholder={values.length === 0 ? placeholder : undefined}
            aria-invalid={error !== undefined || undefined}
            aria-describedby={`${id}-hint`}
            // What was typed and fits nothing does not send the form.
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.currentTarget.value !== '') event.preventDefault();
            }}
          />
        </Base.Chips>
        <span id={`${id}-hint`} className={error === undefined ? field.hint : field.error}>
          {error ?? hint}
        </span>
      </div>
      <OptionPopup wide anchor={field_frame} />
    </Base.Root>
  );
}
