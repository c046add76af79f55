import type { Item } from '@client';
import { Notice } from '../../../components/notice/notice.tsx';
import { scrolls } from '../../../components/scroll/scrolls.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './item.module.css';
import { saidError } from './said-error.ts';

type ItemError = NonNullable<Item['error']>;

interface Props {
  error: ItemError;
  /** The item is all that its task has. */
  single?: boolean | undefined;
  /** Replaces the title of the error. */
  title?: string | undefined;
  /** Replaces the message of the error. */
  reasons?: readonly string[] | undefined;
}

/** Shows an error in plain words. Words of code, and the stack and causes if the reader may see them, are folded away. */
export function ErrorNotice({ error, single, title, reasons }: Props) {
  const words = useWords();
  const { task: w } = words;
  const said = saidError(words, error);
  const shown = reasons ?? (said.message === null ? [] : [said.message]);
  const chain = causesOf(error);
  return (
    <div className={styles.error}>
      <Notice tone="bad">
        <strong>{title ?? said.title ?? (single ? w.error_task : w.error_other)}</strong>
        {shown.map((reason) => (
          <p key={reason} className={styles.message}>
            {reason}
          </p>
        ))}
      </Notice>
      {(chain.length > 1 || error.stack !== undefined || said.message === null) && (
        <details>
          <summary>{w.technical}</summary>
          {chain.map(({ type, message, stack }, depth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the chain of one error does not change
            <div key={depth} className={styles.cause}>
              {depth > 0 && <p>{w.caused_by}</p>}
              <pre {...scrolls(w.technical)}>{stack ?? `${type}: ${message}`}</pre>
            </div>
          ))}
        </details>
      )}
    </div>
  );
}

/** The error, its cause, the cause of that, and so on. */
function causesOf(error: ItemError): ItemError[] {
  const chain: ItemError[] = [];
  for (let one: ItemError | undefined = error; one && chain.length < 10; one = one.cause as typeof one)
    chain.push(one);
  return chain;
}
