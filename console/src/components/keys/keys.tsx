import { Fragment } from 'react';
import { useWords } from '../../words/words-context.tsx';
import styles from './keys.module.css';

interface Props {
  keys: readonly string[];
  /** The word between keys that are pressed one after the other. */
  between?: string | undefined;
}

/** Shows keys as printed on a keyboard, for example `['⌘', 'K']`. Screen readers read symbols by name. */
export function Keys({ keys, between }: Props) {
  const { components: w } = useWords();
  const names: Readonly<Record<string, string | undefined>> = w.key_names;
  return (
    <span className={styles.keys}>
      {keys.map((key, at) => (
        <Fragment key={key}>
          {between && at > 0 && <span className={styles.between}>{between}</span>}
          <kbd className={styles.key}>
            {names[key] === undefined ? (
              printed(key)
            ) : (
              <>
                <span aria-hidden="true">{key}</span>
                <span className="visually-hidden">{names[key]}</span>
              </>
            )}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}

const printed = (key: string): string => (key.length === 1 ? key.toUpperCase() : key);
