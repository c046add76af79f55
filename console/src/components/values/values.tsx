import { type ReactNode, useState } from 'react';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { hueClass, hueOf } from '../hue/hue.tsx';
import styles from './values.module.css';

/** Number of list entries that are shown before a button offers the rest. */
const MOST = 40;

interface Props {
  value: unknown;
  /** Returns the title of a property. Without a title, its name is shown. */
  titleOf?: ((name: string) => string | undefined) | undefined;
  /** Returns the words for a text value of the property with this name. Default: the text itself. */
  say?: ((name: string, value: string) => string) | undefined;
  /** Names of lists that are variables, in their order. Their values are shown in their colours. */
  variables?: readonly string[] | undefined;
  /** Name of the property that the value belongs to. */
  name?: string;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

const asItIs = (_: string, value: string): string => value;

/** Shows any JSON value for people who do not know JSON: names beside values, lists as tags. */
export function Values({
  value,
  titleOf = () => undefined,
  say = asItIs,
  variables = [],
  name = '',
}: Props): ReactNode {
  const { components: w } = useWords();
  if (isPlain(value)) return <PlainValue value={typeof value === 'string' ? say(name, value) : value} />;
  if (Array.isArray(value))
    return <List values={value} titleOf={titleOf} say={say} variables={variables} name={name} />;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return <span className={styles.none}>{w.none}</span>;
  return (
    <dl className={styles.values}>
      {entries.map(([name, one]) => (
        <div key={name} className={styles.entry}>
          <dt>{titleOf(name) ?? name}</dt>
          <dd>
            <Values value={one} titleOf={titleOf} say={say} variables={variables} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ListProps = Omit<Props, 'value'> & { values: readonly unknown[] };

function List({ values, titleOf, say, variables = [], name = '' }: ListProps) {
  const { components: w } = useWords();
  const [all, setAll] = useState(false);
  if (values.length === 0) return <span className={styles.none}>{w.none}</span>;
  const plain = values.every(isPlain);
  const place = variables.indexOf(name);
  const hue = plain && place >= 0 ? { className: hueClass(), ...hueOf(place) } : {};
  const shown = all || values.length <= MOST + 5 ? values : values.slice(0, MOST);
  return (
    <ul className={plain ? styles.tags : styles.list}>
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is never changed, and values may repeat
        <li key={at} {...hue}>
          <Values value={one} titleOf={titleOf} say={say} variables={variables} name={name} />
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
  // Integers are shown without thousands separators, so that a seed can be copied.
  if (typeof value === 'number')
    return <span>{Number.isInteger(value) ? String(value) : formats.number(value)}</span>;
  return <span className={styles.text}>{String(value)}</span>;
}
