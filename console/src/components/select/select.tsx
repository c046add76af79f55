import { Select as Base } from '@base-ui/react/select';
import { classes } from '../classes.ts';
import { Icon } from '../icon/icon.tsx';
import menu from '../menu/menu.module.css';
import styles from './select.module.css';

export interface Option<T extends string> {
  value: T;
  label: string;
}

interface Props<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onValue(value: T): void;
  /** Hides the label from sight; screen readers still read it. For filter bars. */
  compact?: boolean;
  className?: string | undefined;
}

/** One of a few values. */
export function Select<T extends string>({ label, options, value, onValue, compact, className }: Props<T>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onValue(next as T)}>
      <div className={classes(styles.select, className)}>
        <Base.Label className={compact ? 'visually-hidden' : styles.label}>{label}</Base.Label>
        {/* An active filter looks different, so that a short list is no surprise. */}
        <Base.Trigger
          className={styles.trigger}
          data-set={(compact && options[0]?.value === '' && value !== '') || undefined}
        >
          <Base.Value className={styles.value} />
          <Icon name="up_down" size={14} />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner
          className={menu.positioner}
          align="start"
          sideOffset={4}
          alignItemWithTrigger={false}
        >
          <Base.Popup className={classes(menu.popup, styles.popup)}>
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={menu.item}>
                  <span className={menu.tick}>
                    <Base.ItemIndicator>
                      <Icon name="check" size={14} />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
