import type { ReactNode } from 'react';
import { Icon } from '../icon/icon.tsx';
import styles from './notice.module.css';

interface Props {
  tone: 'bad' | 'warn' | 'info' | 'ok';
  children: ReactNode;
}

const icons = { bad: 'alert', warn: 'warning', info: 'alert', ok: 'check' } as const;

/** A message inside a page or dialog. Screen readers read errors at once. */
export function Notice({ tone, children }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={styles.icon}>
        <Icon name={icons[tone]} />
      </span>
      <div className={styles.words}>{children}</div>
    </div>
  );
}
