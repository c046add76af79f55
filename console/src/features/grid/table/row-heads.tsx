import { Fragment } from 'react';
import { HueMark, hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Axis } from '../view/axis.ts';
import styles from './grid-table.module.css';
import type { Layout } from './layout.ts';
import { linesIn } from './lengths.ts';
import { GAP } from './track.ts';
import type { Visible } from './use-visible.ts';

interface Props {
  axis: Axis;
  visible: Visible;
  layout: Layout;
}

/** Labels beside the rows of each band, the outer variable first; for the eye, as those of the columns. */
export function RowHeads({ axis, visible: { row_from, row_to }, layout }: Props) {
  const { rows, side, sides, head, bands } = layout;
  const words = useWords();
  const { components: w } = words;
  const shown = [...bands.between(row_from, row_to)];
  let left = 0;
  return (
    <div
      className={styles.sides}
      data-band={bands.count > 1}
      style={{ width: side, height: rows.extent + 2 * GAP, top: bands.count > 1 ? head : undefined }}
      aria-hidden="true"
    >
      {axis.variables.map((variable, level) => {
        const width = sides[level] ?? 0;
        left += width;
        if (width === 0) return null;
        const groups = shown.flatMap(({ row }) =>
          axis
            .groups(level, Math.max(0, row_from - row), Math.min(axis.length, row_to - row))
            .map((group) => ({ ...group, start: row + group.start })),
        );
        return (
          <Fragment key={variable.name}>
            {groups.map(({ start, span, value }) => (
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
                <span
                  className={styles.sideText}
                  style={{ top: head + GAP, WebkitLineClamp: linesIn(rows.reach(start, span)) }}
                >
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
