import { CopyButton } from '../../components/copy/copy-button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './webhooks.module.css';

/** A secret, which is shown this once. */
export function ShownSecret({ secret }: { secret: string }) {
  const { webhooks: w } = useWords();
  return (
    <div className={styles.shown}>
      <Notice tone="ok">{w.secret_text}</Notice>
      <div className={styles.secret}>
        <input readOnly aria-label={w.secret} value={secret} onFocus={(event) => event.target.select()} />
        <CopyButton text={secret} />
      </div>
    </div>
  );
}
