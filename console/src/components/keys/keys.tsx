import { useWords } from '../../words/words-context.tsx';
import styles from './keys.module.css';

/** Shows keys as printed on a keyboard, for example `['⌘', 'K']`. Screen readers read symbols by name. */
export function Keys({ keys }: { keys: readonly string[] }) {
  const { components: w } = useWords();
  const names: Readonly<Record<string, string | undefined>> = w.key_names;
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key} className={styles.key}>
          {names[key] === undefined ? (
            key
          ) : (
            <>
              <span aria-hidden="true">{key}</span>
              <span className="visually-hidden">{names[key]}</span>
            </>
          )}
        </kbd>
      ))}
    </span>
  );
}
