import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { type Line, optionsOf } from './chart-options.ts';
import styles from './charts.module.css';
import { useScheme } from './use-scheme.ts';

interface Props {
  title: string;
  /** Seconds since 1970. */
  at: number[];
  lines: readonly Line[];
  format(value: number): string;
  /** Amounts of a step, beginning at zero, in place of lines. */
  bars?: boolean;
}

/** Values over time. Its legend says the values under the pointer, or the last ones; a screen reader hears these. */
export function Chart({ title, at, lines, format, bars = false }: Props) {
  const { system: w } = useWords();
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const [pointed, setPointed] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new values, words or colours draw it anew; a new `format` comes with them
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const options = optionsOf(element, { lines, bars, format, formats, onPointed: setPointed });
    const plot = new uPlot(
      { ...options, width: element.clientWidth },
      [at, ...lines.map(({ values }) => values)],
      element,
    );
    const sized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: plot.height }));
    sized.observe(element);
    return () => {
      sized.disconnect();
      plot.destroy();
    };
  }, [at, formats, scheme]);
  const shown = pointed ?? lastOf(lines);
  const when = at[shown];
  return (
    <figure className={styles.chart}>
      <figcaption>
        <strong>{title}</strong>
        <span className={styles.when}>
          {when !== undefined && formats.time(new Date(when * 1_000).toISOString())}
        </span>
      </figcaption>
      <div ref={box} className={styles.plot} aria-hidden="true" />
      <ul className={styles.legend} aria-label={title}>
        {lines.map(({ name, tone, values }) => (
          <li key={name} data-tone={tone}>
            <span className={styles.swatch} aria-hidden="true" />
            {name}
            <strong>{typeof values[shown] === 'number' ? format(values[shown]) : w.none}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** Where something was last measured. */
const lastOf = (lines: readonly Line[]): number =>
  Math.max(0, ...lines.map(({ values }) => values.findLastIndex((value) => value !== null && value !== 0)));
