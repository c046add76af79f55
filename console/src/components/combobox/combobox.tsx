import { Combobox as Base } from '@base-ui/react/combobox';
import { useId, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import field from '../field/field.module.css';
import { Icon } from '../icon/icon.tsx';
import menu from '../menu/menu.module.css';
import type { Option } from '../select/select.tsx';
import styles from './combobox.module.css';

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

/** Finds the option for a typed text: the one with this name, or the only one whose name contains it. */
function optionOf(text: string, options: readonly Option<string>[]): Option<string> | undefined {
  const wanted = text.trim().toLowerCase();
  const fit = options.filter(({ label }) => label.toLowerCase().includes(wanted));
  return fit.find(({ label }) => label.toLowerCase() === wanted) ?? (fit.length === 1 ? fit[0] : undefined);
}

/** A field that finds one of many values by typing. */
export function Combobox(props: Props) {
  const { label, compact = false, placeholder, options, value, onValue, onTyped, error } = props;
  const { components: w } = useWords();
  const id = useId();
  const chosen = options.find((option) => option.value === value) ?? null;
  // The text being typed; null once it was accepted.
  const [typed, setOwnTyped] = useState<string | null>(null);
  const setTyped = (text: string | null) => {
    setOwnTyped(text);
    onTyped?.(text ?? '');
  };
  const take = () => {
    const text = typed?.trim();
    setTyped(null);
    if (text) onValue(optionOf(text, options)?.value ?? text);
  };
  return (
    <Base.Root
      items={options as Option<string>[]}
      value={chosen}
      onValueChange={(next, { reason }) => {
        // The field was emptied while typing. Only its final content counts.
        if (reason === 'input-change' || reason === 'input-clear') return;
        setTyped(null);
        onValue(next?.value ?? null);
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
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || typed === null) return;
              if (event.currentTarget.getAttribute('aria-activedescendant')) return;
              // Accept the typed value before the form can be submitted.
              event.preventDefault();
              take();
            }}
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
      <Base.Portal>
        <Base.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Base.Popup className={classes(menu.popup, styles.popup)}>
            <Base.Empty className={styles.empty}>{w.no_match}</Base.Empty>
            <Base.List>
              {(option: Option<string>) => (
                <Base.Item key={option.value} value={option} className={menu.item}>
                  <span className={menu.tick}>
                    <Base.ItemIndicator>
                      <Icon name="check" size={14} />
                    </Base.ItemIndicator>
                  </span>
                  {option.label}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
