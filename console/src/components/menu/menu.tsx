import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import styles from './menu.module.css';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
  onOpen?: (open: boolean) => void;
}

export function Menu({ trigger, children, align = 'end', onOpen }: MenuProps) {
  return (
    <Base.Root onOpenChange={(open) => onOpen?.(open)}>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align={align}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: IconName;
  /** It is the one of several that is shown now. */
  current?: boolean;
  danger?: boolean;
  disabled?: boolean;
  onClick(): void;
  children: ReactNode;
}

export function MenuItem({ icon, current, danger, disabled, onClick, children }: MenuItemProps) {
  const shown = current ? 'check' : icon;
  return (
    <Base.Item
      className={classes(styles.item, danger && styles.danger)}
      disabled={disabled}
      onClick={onClick}
      aria-current={current || undefined}
    >
      <span className={styles.tick}>{shown && <Icon name={shown} />}</span>
      {children}
    </Base.Item>
  );
}

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onValue(value: T): void;
}

/** A choice between a few values, inside a menu. */
export function MenuChoice<T extends string>({ label, value, options, onValue }: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.group}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next) => onValue(next as T)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={styles.item} closeOnClick>
            <span className={styles.tick}>
              <Base.RadioItemIndicator>
                <Icon name="check" size={14} />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** Entries with a remark below them, which screen readers read as the name of the group. */
export function MenuRemark({ text, children }: { text: string | null; children: ReactNode }) {
  return (
    <Base.Group>
      {children}
      {text && <Base.GroupLabel className={styles.remark}>{text}</Base.GroupLabel>}
    </Base.Group>
  );
}

export const MenuSeparator = () => <Base.Separator className={styles.separator} />;
