import { Notice } from '../notice/notice.tsx';
import { CopyButton } from './copy-button.tsx';
import styles from './shown-once.module.css';

interface Props {
  /** That it is shown this once, in words. */
  text: string;
  label: string;
  value: string;
}

/** A secret that can be read and copied now, and never again. All of it is in sight: it wraps, and one click selects it. */
export function ShownOnce({ text, label, value }: Props) {
  return (
    <div className={styles.shown}>
      <Notice tone="warn">{text}</Notice>
      <div className={styles.line}>
        <output className={styles.value} aria-label={label}>
          {value}
        </output>
        <CopyButton text={value} />
      </div>
    </div>
  );
}
