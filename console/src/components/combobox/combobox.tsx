import { Combobox as Base } from '@base-ui/react/combobox';
import { useId } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import field from '../field/field.module.css';
import { Icon } from '../icon/icon.tsx';
import menu from '../menu/menu.module.css';
import type { Option } from '../select/select.tsx';
import styles from './combobox.module.css';

interface Props {
  label: string;
  placeholder?: string;
  options: readonly Option<string>[];
  value: string | null;
  onValue(value: string | null): void;
}

/** One of many values, found by typing. */
export function Combobox({ label, placeholder, options, value, onValue }: Props) {
  const { components: w } = useWords();
  const id = useId();
  const chosen = options.find((option) => option.value === value) ?? null;
  return (
    <Base.Root
      items={options as Option<string>[]}
      value={chosen}
      onValueChange={(next) => onValue(next?.value ?? null)}
      isItemEqualToValue={(one, other) => one?.value === other?.value}
    >
      <div className={styles.box}>
        <label htmlFor={id} className={field.label}>
          {label}
        </label>
        <div className={field.group}>
          <Base.Input id={id} className={field.control} placeholder={placeholder} />
          <Base.Clear className={field.reveal} aria-label={w.clear}>
            <Icon name="close" size={14} />
          </Base.Clear>
        </div>
      </div>
      <Base.Portal>
        <Base.Positioner className={menu.positioner} sideOffset={4}>
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
