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

/** Labels above the columns, the outer variable first. Each cell says the same in words, so that these are for the eye. */
export function ColumnHeads({ axis, from, to, layout: { columns, side, heads, head } }: Props) {
  const words = useWords();
  const { components: w } = words;
  let top = 0;
  return (
    <div className={styles.heads} style={{ height: head }} aria-hidden="true">
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
                  left: side + GAP + columns.start(start),
                  width: columns.reach(start, span),
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
