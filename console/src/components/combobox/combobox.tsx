import { Combobox as Base } from '@base-ui/react/combobox';
import { useId } from 'react';
import { useWords } from '../../words/words-context.tsx';
import field from '../field/field.module.css';
import { Icon } from '../icon/icon.tsx';
import type { Option } from '../select/select.tsx';
import styles from './combobox.module.css';
import { OptionPopup } from './option-popup.tsx';
import { fits } from './options.ts';
import { useTyped } from './use-typed.ts';

interface Props {
  label: string;
  /** The label is read out and not shown: for bars of filters. */
  compact?: boolean;
  placeholder?: string;
  options: readonly Option<string>[];
  value: string | null;
  /** The value of an option, or typed text that matches no option. The caller reports such text as an error. */
  onValue(value: string | null): void;
  /** Told what is being typed, by which its owner finds more options. */
  onTyped?(text: string): void;
  error?: string | undefined;
}

/** A field that finds one of many values by typing. */
export function Combobox(props: Props) {
  const { label, compact = false, placeholder, options, value, onValue, onTyped, error } = props;
  const { components: w } = useWords();
  // A filter is given up by the entry that means all, as well as by its button.
  const all = compact && value !== null && placeholder ? { value: '', label: placeholder } : null;
  const id = useId();
  const chosen = options.find((option) => option.value === value) ?? null;
  const { open, setOpen, typed, setTyped, take, shown, onKeyDown } = useTyped({
    options,
    filter: compact,
    onValue,
    onTyped,
  });
  return (
    <Base.Root
      items={(all ? [all, ...shown] : shown) as Option<string>[]}
      filter={fits}
      // Enter takes the first that fits what was typed.
      autoHighlight
      open={open}
      onOpenChange={setOpen}
      value={chosen}
      onValueChange={(next, { reason }) => {
        // The field was emptied while typing. Only its final content counts.
        if (reason === 'input-change' || reason === 'input-clear') return;
        setTyped(null);
        onValue(next?.value || null);
      }}
      inputValue={typed ?? chosen?.label ?? value ?? ''}
      onInputValueChange={(text, { reason }) => {
        if (reason === 'input-change') setTyped(text);
      }}
      isItemEqualToValue={(one, other) => one?.value === other?.value}
    >
      <div className={styles.box} data-compact={compact} data-set={(compact && value !== null) || undefined}>
        <label htmlFor={id} className={compact ? 'visually-hidden' : field.label}>
          {label}
        </label>
        <div className={field.group}>
          <Base.Input
            id={id}
            // While the list is open, everything but the field is hidden from screen readers, including its visible label.
            aria-label={label}
            className={field.control}
            placeholder={placeholder}
            aria-invalid={error !== undefined || undefined}
            aria-describedby={error === undefined ? undefined : `${id}-error`}
            onBlur={take}
            onKeyDown={onKeyDown}
          />
          {compact && value === null && !typed && (
            <span className={styles.opens} aria-hidden="true">
              <Icon name="up_down" size={14} />
            </span>
          )}
          <Base.Clear className={field.reveal} aria-label={w.clear_of(label)}>
            <Icon name="close" size={14} />
          </Base.Clear>
        </div>
        {error !== undefined && (
          <span id={`${id}-error`} className={field.error} role="alert">
            {error}
          </span>
        )}
      </div>
      <OptionPopup wide={!compact} />
    </Base.Root>
  );
}
