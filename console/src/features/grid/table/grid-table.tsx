import type { Item, TaskDetail } from '@client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { State } from '../../../components/states/states.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import type { Shape } from '../view/shape.ts';
import { useShape } from '../view/use-shape.ts';
import type { View } from '../view/view.ts';
import type { Place } from './bands.ts';
import { CellMenu, menuAt, type OpenMenu } from './cell-menu.tsx';
import { ColumnHeads } from './column-heads.tsx';
import type { Room } from './fit.ts';
import { GridRow } from './grid-row.tsx';
import styles from './grid-table.module.css';
import { HeadingRows } from './heading-rows.tsx';
import { fittingLayout } from './layout.ts';
import { RowHeads } from './row-heads.tsx';
import { GAP } from './track.ts';
import { useCellActs } from './use-cell-acts.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useRoom } from './use-room.ts';
import { useShown } from './use-shown.ts';
import { useVisible } from './use-visible.ts';

/** Where the first picture is looked for. */
const MOST_SEEN = 200;
/** Between the grid and what stands below it. */
const BAR_GAP_PX = 12;

interface Props {
  task: TaskDetail;
  arrangement: Arrangement;
  view: View;
  itemAt(index: number): Item | undefined;
  /** Height of what stands below the grid in the window. */
  below: number;
  /** Tells which pages of items are in view. */
  onPages(pages: readonly number[]): void;
  /** A press selects a cell: each one shows that it can be. */
  selecting: boolean;
  onOpen(index: number): void;
  onPick(index: number): void;
  onPickMore(indices: Iterable<number>): void;
  onClear(): void;
  onRetry: ((items: number[]) => void) | null;
}

/** Items of which at least one may have a picture. */
function* loaded({ task, itemAt }: Props): Generator<Item | undefined> {
  for (let index = 0; index < Math.min(task.total_items, MOST_SEEN); index += 1) yield itemAt(index);
}

/** The grid in the room that this place of the page has. */
export function GridTable(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const room = useRoom(place);
  const shape = useShape(props.task, loaded(props));
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  // Of which cell it is, also while it fades away.
  const of = useRef(0);
  if (menu) of.current = menu.index;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears what its cells are asked for */}
      <div ref={place} onContextMenu={(event) => setMenu(menuAt(event))}>
        <Cells
          {...props}
          shape={shape}
          room={room}
          height={room.height - (props.below && props.below + BAR_GAP_PX)}
        />
      </div>
      <CellMenu
        {...props}
        id={props.task.id}
        menu={menu}
        item={props.itemAt(of.current)}
        picked={props.view.pick.includes(of.current)}
        onClose={() => setMenu(null)}
      />
    </>
  );
}

/** The cells in view, and no others, between labels that stay in sight. */
function Cells(props: Props & { shape: Shape; room: Room; height: number }) {
  const { shape, room, height, task, arrangement, view, itemAt, onPages, selecting } = props;
  const { onOpen, onPick, onRetry } = props;
  const { grid: w } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const { rows, columns, indexAt } = arrangement;
  const layout = useMemo(
    () => fittingLayout(arrangement, view.size, shape, { room, height }),
    [arrangement, view.size, shape, room, height],
  );
  const visible = useVisible(frame, layout);
  const { bands } = layout;
  const at = ({ row, column }: Place) => indexAt(row, column);
  const keys = useGridKeys({ frame, bands, ...useCellActs(props, at) });
  const { active, setActive } = keys;
  useLargeCell(arrangement, view.open, setActive);
  const onFocus = useCallback((place: Place) => setActive(bands.at(place)), [bands, setActive]);
  const indexOf = (place: Place) => at(bands.at(place));
  const shown = useShown(visible, active, indexOf, onPages);

  if (rows.length === 0 || columns.length === 0) return <State icon="grid" title={w.no_cells} />;
  const { side, head } = layout;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the cells that are out of view
    <div
      ref={frame}
      role="grid"
      className={styles.frame}
      data-selecting={selecting}
      aria-label={w.grid_of(task.name)}
      aria-rowcount={bands.rowCount}
      aria-colcount={bands.columnCount}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
      style={{
        maxHeight: height,
        scrollPaddingTop: head + GAP,
        scrollPaddingLeft: side + GAP,
      }}
    >
      <div
        className={styles.canvas}
        style={{
          width: side + layout.columns.extent + 2 * GAP,
          height: head + layout.rows.extent + 2 * GAP,
        }}
      >
        <ColumnHeads axis={columns} visible={visible} layout={layout} />
        <RowHeads axis={rows} visible={visible} layout={layout} />
        <HeadingRows arrangement={arrangement} layout={layout} visible={visible} columns={shown.columns} />
        {shown.rows.map((row) => (
          <GridRow
            key={row}
            row={row}
            columns={shown.columns}
            active={active.row === row ? active.column : null}
            arrangement={arrangement}
            layout={layout}
            picked={view.pick}
            itemAt={itemAt}
            onFocus={onFocus}
            onOpen={onOpen}
            onPick={onPick}
            onRetry={onRetry}
          />
        ))}
      </div>
    </div>
  );
}

/** The cell that is shown large is where the focus goes when that closes. */
function useLargeCell(arrangement: Arrangement, open: number | null, setActive: (place: Place) => void) {
  const large = useMemo(() => (open === null ? null : arrangement.placeOf(open)), [arrangement, open]);
  useEffect(() => {
    if (large) setActive(large);
  }, [large, setActive]);
}
