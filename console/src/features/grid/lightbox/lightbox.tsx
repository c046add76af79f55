import type { Item } from '@client';
import { type KeyboardEvent, useRef, useState } from 'react';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { FullDialog } from '../../../components/full-dialog/full-dialog.tsx';
import { scrolls } from '../../../components/scroll/scrolls.ts';
import { useWords } from '../../../words/words-context.tsx';
import compare from '../compare/compare.module.css';
import { Picture, useLabelOf } from '../compare/picture.tsx';
import { Stage } from '../compare/stage.tsx';
import { useBroken } from '../compare/use-broken.ts';
import { useFit } from '../compare/use-fit.ts';
import { WHOLE } from '../compare/zoom.ts';
import { zoomByKey } from '../compare/zoom-by-key.ts';
import { ZoomControl } from '../compare/zoom-control.tsx';
import { pictureOf } from '../data/item-words.ts';
import type { Arrangement } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import { Blank } from './blank.tsx';
import { CellActions } from './cell-actions.tsx';
import { CellFacts } from './cell-facts.tsx';
import styles from './lightbox.module.css';
import { useWalk } from './use-walk.ts';

interface Props {
  id: string;
  /** Index of the item that is shown; null if closed. */
  index: number | null;
  arrangement: Arrangement;
  variables: readonly Variable[];
  itemAt(index: number): Item | undefined;
  picked: readonly number[];
  onOpen(index: number | null): void;
  onPick(index: number): void;
  onCompare(): void;
  onRetry: ((items: number[]) => void) | null;
}

/** The grid keeps it at the cell that was shown last. */
function activeCell(): HTMLElement | null {
  const cell = document.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return cell;
}

/** Whether it has the focus so that keys scroll it. */
const isScrolled = (one: Element): boolean =>
  getComputedStyle(one).overflowY === 'auto' && one.scrollHeight > one.clientHeight;

/** Shows one cell large. Arrow keys move to its neighbours in the grid. */
export function Lightbox({
  id,
  index,
  arrangement,
  variables,
  itemAt,
  picked,
  onOpen,
  onPick,
  onCompare,
  onRetry,
}: Props) {
  const { grid: w } = useWords();
  const labelOf = useLabelOf();
  const [zoom, setZoom] = useState(WHOLE);
  const item = index === null ? undefined : itemAt(index);
  const { isBroken, onBroken } = useBroken(index !== null);
  const zooms = pictureOf(item) !== undefined && !isBroken(item);
  const [fit, onRoom] = useFit(item);
  const { rows, columns } = arrangement;
  const { place, go, turn } = useWalk(arrangement, index, (next) => {
    setZoom(WHOLE);
    onOpen(next);
  });
  const onKey = (event: KeyboardEvent) => {
    if (zooms && event.target === event.currentTarget && zoomByKey(event, zoom, setZoom, fit)) return;
    const ways: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const way = ways[event.key];
    // Details that are longer than their room are scrolled by the same keys.
    if (!way || isScrolled(event.target as Element)) return;
    event.preventDefault();
    go(...way);
  };
  const label = item ? labelOf(item) : '';
  // While the dialog closes it keeps its title: another one would be read out.
  const title = useRef('');
  if (index !== null) title.current = label || w.title;
  return (
    <FullDialog
      open={index !== null}
      onClose={() => onOpen(null)}
      title={title.current}
      focusNext={activeCell}
      onKeyDown={onKey}
      actions={
        place && (
          <>
            {zooms && <ZoomControl zoom={zoom} fit={fit} onZoom={setZoom} />}
            <span className={styles.walk} data-walk>
              <IconButton icon="chevron_left" label={w.previous} onClick={() => turn(-1)} />
              <span className={styles.count}>
                {w.nth(place.row * columns.length + place.column + 1, rows.length * columns.length)}
              </span>
              <IconButton icon="chevron_right" label={w.next} onClick={() => turn(1)} />
            </span>
          </>
        )
      }
    >
      <div className={styles.body}>
        {zooms ? (
          <Stage label={label} zoom={zoom} fit={fit} onZoom={setZoom} onRoom={onRoom}>
            <div className={compare.panel} data-panel>
              <Picture item={item} zoom={zoom} onBroken={onBroken} />
            </div>
          </Stage>
        ) : (
          <Blank id={id} item={item} broken={isBroken(item)} onRetry={onRetry} />
        )}
        {item && (
          <aside className={styles.facts} {...scrolls(w.details, 'region')}>
            <CellFacts item={item} variables={variables} />
            <CellActions
              id={id}
              item={item}
              picked={picked.map(itemAt)}
              isPicked={picked.includes(item.index)}
              onPick={onPick}
              onCompare={onCompare}
              onRetry={onRetry}
            />
          </aside>
        )}
      </div>
    </FullDialog>
  );
}
