import type { ItemLogLine } from '@client';
import { scrolls } from '../../../components/scroll/scrolls.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './item.module.css';

const SHORT = 160;

export function LogLine({ line }: { line: ItemLogLine }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const { at, level, message, fields } = line;
  const text = textOf(fields);
  return (
    <li className={styles.line} data-level={level}>
      <time dateTime={at}>{formats.clock(at)}</time>
      <div>
        {level !== 'info' && <span className={styles.level}>{w.levels[level]}</span>}
        <span className={styles.text}>{message}</span>
        {text &&
          (text.length <= SHORT ? (
            <span className={styles.fields}>{text}</span>
          ) : (
            <details>
              <summary>{w.more_fields}</summary>
              <pre {...scrolls(message)}>{JSON.stringify(fields, null, 2)}</pre>
            </details>
          ))}
      </div>
    </li>
  );
}

/** "rows 200 · shop Nordlicht"; what is no plain value as JSON. */
function textOf(fields: unknown): string {
  if (fields === null || fields === undefined) return '';
  if (typeof fields !== 'object') return String(fields);
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
}
