import { type ReactNode, useState } from 'react';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './values.module.css';

/** Of a list, before the rest is asked for. */
const MOST = 40;

interface Props {
  value: unknown;
  /** What a property is called; its own name without one. */
  titleOf?: ((name: string) => string | undefined) | undefined;
  /** What a text is called that stands under this name; the text itself without it. */
  say?: ((name: string, value: string) => string) | undefined;
  /** Of the property that the value belongs to. */
  name?: string;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

const asItIs = (_: string, value: string): string => value;

/** Any JSON value in a form that reads without knowing JSON: names beside values, lists as tags. */
export function Values({ value, titleOf = () => undefined, say = asItIs, name = '' }: Props): ReactNode {
  const { components: w } = useWords();
  if (isPlain(value)) return <PlainValue value={typeof value === 'string' ? say(name, value) : value} />;
  if (Array.isArray(value)) return <List values={value} titleOf={titleOf} say={say} name={name} />;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return <span className={styles.none}>{w.none}</span>;
  return (
    <dl className={styles.values}>
      {entries.map(([name, one]) => (
        <div key={name} className={styles.entry}>
          <dt>{titleOf(name) ?? name}</dt>
          <dd>
            <Values value={one} titleOf={titleOf} say={say} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ListProps = Omit<Props, 'value'> & { values: readonly unknown[] };

function List({ values, titleOf, say, name }: ListProps) {
  const { components: w } = useWords();
  const [all, setAll] = useState(false);
  if (values.length === 0) return <span className={styles.none}>{w.none}</span>;
  const plain = values.every(isPlain);
  const shown = all || values.length <= MOST + 5 ? values : values.slice(0, MOST);
  return (
    <ul className={plain ? styles.tags : styles.list}>
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is never changed, and values may repeat
        <li key={at}>
          <Values value={one} titleOf={titleOf} say={say} name={name ?? ''} />
        </li>
      ))}
      {shown.length < values.length && (
        <li className={styles.rest}>
          <button type="button" className={styles.more} onClick={() => setAll(true)}>
            {w.more_values(values.length - shown.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

function PlainValue({ value }: { value: unknown }) {
  const { components: w } = useWords();
  const formats = useFormats();
  if (value === null || value === undefined || value === '')
    return <span className={styles.none}>{w.none}</span>;
  if (typeof value === 'boolean') return <span>{value ? w.yes : w.no}</span>;
  // A seed is a name, not an amount: grouping would make it hard to copy.
  if (typeof value === 'number')
    return <span>{Number.isInteger(value) ? String(value) : formats.number(value)}</span>;
  return <span className={styles.text}>{String(value)}</span>;
}
