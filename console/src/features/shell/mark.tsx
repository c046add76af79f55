import { useWords } from '../../words/words-context.tsx';
import styles from './mark.module.css';

export function Mark() {
  const { shell } = useWords();
  return (
    <span className={styles.mark}>
      <svg aria-hidden="true" width="22" height="22" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="8" className={styles.ground} />
        <g className={styles.cells}>
          <rect x="7" y="7" width="8" height="8" rx="2" />
          <rect x="17" y="7" width="8" height="8" rx="2" opacity=".5" />
          <rect x="7" y="17" width="8" height="8" rx="2" opacity=".5" />
          <rect x="17" y="17" width="8" height="8" rx="2" />
        </g>
      </svg>
      {shell.product}
    </span>
  );
}
