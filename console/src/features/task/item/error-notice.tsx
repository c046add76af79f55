import type { Item } from '@client';
import { Notice } from '../../../components/notice/notice.tsx';
import { useWords } from '../../../words/words-context.tsx';
import styles from './item.module.css';

type ItemError = NonNullable<Item['error']>;

/** What kind of fault it was, in words; undefined where only its message says. */
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
  /** In place of what kind of fault it was. */
  title?: string | undefined;
  /** In place of its message. */
  reasons?: readonly string[] | undefined;
}

/** What went wrong in words; how it came about is folded away, for who may see it and wants to. */
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

/** The error, what caused it, what caused that. */
function causesOf(error: ItemError): ItemError[] {
  const chain: ItemError[] = [];
  for (let one: ItemError | undefined = error; one && chain.length < 10; one = one.cause as typeof one)
    chain.push(one);
  return chain;
}
