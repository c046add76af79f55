import type { Item } from '@client';
import { StatusBadge } from '../../../components/badge/badge.tsx';
import { HueMark } from '../../../components/hue/hue.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ErrorNotice } from '../../task/item/error-notice.tsx';
import { type Variable, valueAt } from '../view/matrix.ts';
import styles from './lightbox.module.css';

/** The values of a cell, its status or error, and facts about how it was made. */
export function CellFacts({ item, variables }: { item: Item; variables: readonly Variable[] }) {
  const words = useWords();
  const { grid: w, components } = words;
  const say = (name: string, value: string | null) => value && saidValue(words, name, value);
  const formats = useFormats();
  const { status, error, result, index, attempt, started_at, finished_at } = item;
  const made = (typeof result === 'object' && result !== null ? result : {}) as Record<string, unknown>;
  const size = made.width && made.height ? `${made.width} × ${made.height}` : null;
  // Facts that a variable sets are shown with the variables.
  const varied = (name: string) => variables.some((one) => one.name === name);
  const facts: [string, string | null][] = [
    [w.prompt, text(made.prompt)],
    [w.seed, varied('seed') ? null : text(made.seed)],
    [w.style, varied('style') ? null : say('style', text(made.style))],
    [w.size_of, size],
    [w.made_by, say('generator', text(made.generator))],
    [
      w.took,
      started_at && finished_at ? formats.duration(Date.parse(finished_at) - Date.parse(started_at)) : null,
    ],
    [w.attempt, attempt > 1 || status === 'failed' ? formats.number(attempt) : null],
  ];
  return (
    <>
      <StatusBadge status={status} />
      {error && <ErrorNotice error={error} />}
      <dl className={styles.list}>
        {variables.map((variable) => (
          <div key={variable.name}>
            <dt>{saidName(words, variable.name)}</dt>
            <dd>
              <HueMark place={variable.place}>
                {say(variable.name, variable.values[valueAt(variable, index)] ?? '') || components.none}
              </HueMark>
            </dd>
          </div>
        ))}
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;
