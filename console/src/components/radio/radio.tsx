import { Radio as Base } from '@base-ui/react/radio';
import type { ReactNode } from 'react';
import { Tooltip } from '../tooltip/tooltip.tsx';
import styles from './radio.module.css';

interface Props {
  value: string;
  /** Shown beside the button. */
  children: ReactNode;
  invalid?: boolean;
  /** Why nothing else can be chosen now. Shown on hover and focus and read out by screen readers. */
  unavailable?: string | null;
}

/** One choice of a `RadioGroup`. */
export function Radio({ value, children, invalid, unavailable = null }: Props) {
  const bare = (
    <Base.Root
      className={styles.circle}
      value={value}
      readOnly={unavailable !== null}
      aria-disabled={unavailable !== null || undefined}
      aria-description={unavailable ?? undefined}
      aria-invalid={invalid || undefined}
    >
      <Base.Indicator className={styles.dot} />
    </Base.Root>
  );
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's button inside it
    <label className={styles.label}>
      {unavailable === null ? bare : <Tooltip text={unavailable}>{bare}</Tooltip>}
      <span>{children}</span>
    </label>
  );
}
