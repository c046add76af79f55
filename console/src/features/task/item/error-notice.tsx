import type { Item } from '@client';
import { Notice } from '../../../components/notice/notice.tsx';
import { useWords } from '../../../words/words-context.tsx';
import styles from './item.module.css';

type ItemError = NonNullable<Item['error']>;

/** Returns a title for known types of errors; undefined for others. */
export function useErrorTitle(): (error: Pick<ItemError, 'type'>) => string | undefined {
  const { task: w } = useWords();
  const known: Record<string, string> = {
    Timeout: w.error_timeout,
    WorkerLost: w.error_worker_lost,
    TaskTypeMissing: w.error_type_missing,
    TaskTypeChanged: w.error_type_changed,
    StorageFull: w.error_storage,
    PlanFailed: w.error_plan,
  };
  return ({ type }) => known[type];
}

interface Props {
  error: ItemError;
  /** Replaces the title of the error. */
  title?: string | undefined;
  /** Replaces the message of the error. */
  reasons?: readonly string[] | undefined;
}

/** Shows an error in plain words. Stack and causes, if the reader may see them, are folded away. */
export function ErrorNotice({ error, title, reasons }: Props) {
  const { task: w } = useWords();
  const titleOf = useErrorTitle();
  const chain = causesOf(error);
  return (
    <div className={styles.error}>
      <Notice tone="bad">
        <strong>{title ?? titleOf(error) ?? w.error_other}</strong>
        {(reasons ?? [error.message]).map((reason) => (
          <p key={reason} className={styles.message}>
            {reason}
          </p>
        ))}
      </Notice>
      {(chain.length > 1 || error.stack !== undefined) && (
        <details>
          <summary>{w.technical}</summary>
          {chain.map(({ type, message, stack }, depth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the chain of one error does not change
            <div key={depth} className={styles.cause}>
              {depth > 0 && <p>{w.caused_by}</p>}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre tabIndex={0}>{stack ?? `${type}: ${message}`}</pre>
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
