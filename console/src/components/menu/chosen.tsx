import type { ComponentType, ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import styles from './menu.module.css';

/** The tick at the end of a line that is chosen. `mark` is the part of the list that shows its content only there. */
export function Chosen({ mark: Mark }: { mark: ComponentType<{ children: ReactNode }> }) {
  return (
    <span className={styles.tick}>
      <Mark>
        <Icon name="check" size={14} />
      </Mark>
    </span>
  );
}
