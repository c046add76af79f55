import { Select as Base } from '@base-ui/react/select';
import { Fragment } from 'react';
import { classes } from '../classes.ts';
import { Icon } from '../icon/icon.tsx';
import { Chosen } from '../menu/chosen.tsx';
import menu from '../menu/menu.module.css';
import styles from './select.module.css';

export interface Option<T extends string> {
  value: T;
  label: string;
  /** Another name, by which it is found as well: shown where it is found by typing. */
  readonly hint?: string;
  /** More words by which it is found. */
  readonly words?: string;
  /** A line stands above it: it begins another kind of choices. */
  apart?: boolean;
}

interface Props<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onValue(value: T): void;
  /** Hides the label from sight; screen readers still read it. For filter bars. */
  compact?: boolean;
  /** Whether the chosen value narrows the list. Default: any but the empty one does. */
  active?: boolean;
  className?: string | undefined;
}

/** One of a few values. */
export function Select<T extends string>({
  label,
  options,
  value,
  onValue,
  compact,
  active = options[0]?.value === '' && value !== '',
  className,
}: Props<T>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onValue(next as T)}>
      <div className={classes(styles.select, className)}>
        <Base.Label className={compact ? 'visually-hidden' : styles.label}>{label}</Base.Label>
        {/* An active filter looks different, so that a short list is no surprise. */}
        <Base.Trigger
          className={styles.trigger}
          data-field={!compact || undefined}
          data-compact={compact}
          data-set={(compact && active) || undefined}
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
                <Fragment key={option.value}>
                  {option.apart && <Base.Separator className={menu.separator} />}
                  <Base.Item value={option.value} className={classes(menu.item, menu.choice)}>
                    <Base.ItemText>{option.label}</Base.ItemText>
                    <Chosen mark={Base.ItemIndicator} />
                  </Base.Item>
                </Fragment>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
