import { Fragment } from 'react';
import { HueMark, hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Axis } from '../view/axis.ts';
import styles from './grid-table.module.css';
import type { Layout } from './layout.ts';
import { GAP } from './track.ts';
import type { Visible } from './use-visible.ts';

interface Props {
  axis: Axis;
  visible: Visible;
  layout: Layout;
}

/** Labels above the columns of each band. Each cell says the same in words, so that these are for the eye. */
export function ColumnHeads({ axis, visible: { row_from, row_to, column_from, column_to }, layout }: Props) {
  const { bands, rows } = layout;
  if (bands.count === 1) return <BandHeads axis={axis} from={column_from} to={column_to} layout={layout} />;
  return [...bands.between(row_from, row_to)].map(({ band, row, column }) => (
    <BandHeads
      key={band}
      axis={axis}
      top={rows.start(row)}
      first={column}
      from={column}
      to={Math.min(axis.length, column + bands.columns)}
      layout={layout}
    />
  ));
}

interface BandProps {
  axis: Axis;
  from: number;
  to: number;
  layout: Layout;
  /** Where the band lies, and its first column. The labels of the only one stay in sight. */
  top?: number;
  first?: number;
}

/** The outer variable first. */
function BandHeads({ axis, from, to, layout, top: place, first = 0 }: BandProps) {
  const { columns, side, heads, head } = layout;
  const words = useWords();
  const { components: w } = words;
  let top = 0;
  return (
    <div
      className={styles.heads}
      data-band={place !== undefined}
      style={{ height: head, top: place }}
      aria-hidden="true"
    >
      <span className={styles.corner} style={{ width: side, height: head }} />
      {axis.variables.map((variable, level) => {
        const height = heads[level] ?? 0;
        top += height;
        if (height === 0) return null;
        return (
          <Fragment key={variable.name}>
            {axis.groups(level, from, to).map(({ start, span, value }) => (
              <span
                key={start}
                className={hueClass(styles.head)}
                data-outer={level < axis.variables.length - 1}
                {...hueOf(variable.place)}
                title={saidValue(words, variable.name, value)}
                style={{
                  top: top - height,
                  left: side + GAP + columns.start(start - first),
                  width: columns.reach(start - first, span),
                  height,
                  scrollMarginLeft: side,
                }}
              >
                <span className={styles.headText} style={{ left: side + GAP, maxWidth: '100%' }}>
                  <HueMark place={variable.place}>{saidValue(words, variable.name, value) || w.none}</HueMark>
                </span>
              </span>
            ))}
          </Fragment>
        );
      })}
    </div>
  );
}
