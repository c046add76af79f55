import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useFormats } from '../../../formats/use-formats.ts';
import { useSystemWords } from '../use-system-words.ts';
import { type Line, optionsOf } from './chart-options.ts';
import styles from './charts.module.css';
import { useScheme } from './use-scheme.ts';

interface Props {
  title: string;
  /** The unit of one step of the axis: "per minute". */
  unit?: string;
  /** Describes the whole time span: "in the last hour". */
  span: string;
  /** Seconds since 1970. */
  at: number[];
  lines: readonly Line[];
  format(value: number): string;
  /** Draws amounts per step as bars from zero, instead of lines. */
  bars?: boolean;
}

/** Shows values over time, with the values at the pointer in words. Without a pointer, and for screen readers, it gives those of the whole span. */
export function Chart({ title, unit, span, at, lines, format, bars = false }: Props) {
  const w = useSystemWords();
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const [pointed, setPointed] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new values, words or colours draw it anew; a new `format` comes with them
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // The first line is on top, also where two values are the same.
    const drawn = bars ? lines : lines.toReversed();
    const options = optionsOf(element, { lines: drawn, bars, format, formats, onPointed: setPointed });
    const plot = new uPlot(
      { ...options, width: element.clientWidth },
      [at, ...(bars ? stacked(drawn) : drawn.map(({ values }) => values))],
      element,
    );
    const sized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: plot.height }));
    sized.observe(element);
    return () => {
      sized.disconnect();
      plot.destroy();
    };
  }, [at, formats, scheme]);
  const when = pointed === null ? undefined : at[pointed];
  const shownOf = ({ values, whole }: Line) => (pointed === null ? whole : (values[pointed] ?? null));
  return (
    <figure className={styles.chart}>
      <figcaption>
        <strong>{title}</strong>
        <span className={styles.when}>
          {when === undefined ? span : formats.time(new Date(when * 1_000).toISOString())}
        </span>
      </figcaption>
      <ul className={styles.legend} aria-label={title}>
        {lines.map((line) => {
          const value = shownOf(line);
          return (
            <li key={line.name} data-tone={line.tone}>
              <strong>{value === null ? w.no_value : format(value)}</strong>
              <span className={styles.name}>
                <span className={styles.swatch} aria-hidden="true" />
                {line.name}
              </span>
            </li>
          );
        })}
      </ul>
      <div className={styles.drawn} aria-hidden="true">
        <span className={styles.unit}>{unit}</span>
        <div ref={box} className={styles.plot} />
      </div>
    </figure>
  );
}

/** Bars begin where the next line's end: what is drawn last stands at the bottom. */
const stacked = (lines: readonly Line[]): number[][] =>
  lines.map((_, place) =>
    (lines[place]?.values ?? []).map((_value, at) =>
      lines.slice(place).reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
    ),
  );
