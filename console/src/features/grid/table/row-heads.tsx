import { Fragment } from 'react';
import { HueMark, hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Axis } from '../view/axis.ts';
import styles from './grid-table.module.css';
import type { Layout } from './layout.ts';
import { GAP } from './track.ts';

interface Props {
  axis: Axis;
  from: number;
  to: number;
  layout: Layout;
}

/** Labels beside the rows, the outer variable first; for the eye, as those of the columns. */
export function RowHeads({ axis, from, to, layout: { rows, side, sides, head } }: Props) {
  const words = useWords();
  const { components: w } = words;
  let left = 0;
  return (
    <div className={styles.sides} style={{ width: side, height: rows.extent + 2 * GAP }} aria-hidden="true">
      {axis.variables.map((variable, level) => {
        const width = sides[level] ?? 0;
        left += width;
        if (width === 0) return null;
        return (
          <Fragment key={variable.name}>
            {axis.groups(level, from, to).map(({ start, span, value }) => (
              <span
                key={start}
                className={hueClass(styles.side)}
                {...hueOf(variable.place)}
                title={saidValue(words, variable.name, value)}
                data-outer={level < axis.variables.length - 1}
                style={{
                  left: left - width,
                  top: GAP + rows.start(start),
                  width,
                  height: rows.reach(start, span),
                }}
              >
                <span className={styles.sideText} style={{ top: head + GAP }}>
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
