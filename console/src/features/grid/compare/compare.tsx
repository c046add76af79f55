import type { Item } from '@client';
import { useRef, useState } from 'react';
import { FullDialog } from '../../../components/full-dialog/full-dialog.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Variable } from '../view/matrix.ts';
import type { CompareMode } from '../view/view.ts';
import { ValueMarks } from './caption.tsx';
import styles from './compare.module.css';
import { Flicker } from './flicker.tsx';
import { common } from './labels.ts';
import { SideBySide } from './side-by-side.tsx';
import { Slider } from './slider.tsx';
import { useBroken } from './use-broken.ts';
import { largestOf, useFit } from './use-fit.ts';
import { WHOLE } from './zoom.ts';
import { zoomByKey } from './zoom-by-key.ts';
import { ZoomControl } from './zoom-control.tsx';

interface Props {
  /** Null if closed. */
  mode: CompareMode | null;
  onMode(mode: CompareMode | null): void;
  /** Two to four items; undefined if not loaded yet. */
  items: readonly (Item | undefined)[];
  variables: readonly Variable[];
}

/** Compares two to four pictures at the same zoom: side by side, with a slider, or alternating in one place. */
export function Compare({ mode: asked, onMode, items, variables }: Props) {
  const { grid: w } = useWords();
  // While the dialog closes it shows what it has shown.
  const shown = useRef<CompareMode>('side');
  const mode = asked ?? shown.current;
  shown.current = mode;
  const [zoom, setZoom] = useState(WHOLE);
  const [fit, onRoom] = useFit(largestOf(items));
  const { isBroken, onBroken } = useBroken(asked !== null);
  const zooms = !items.every(isBroken);
  const shared = common(items);
  const placeOf = (name: string) => variables.find((one) => one.name === name)?.place ?? -1;
  const Shown = { side: SideBySide, slider: Slider, flicker: Flicker }[mode];
  return (
    <FullDialog
      open={asked !== null}
      onClose={() => onMode(null)}
      title={w.compare_title(items.length)}
      onKeyDown={(event) =>
        zooms && event.target === event.currentTarget && zoomByKey(event, zoom, setZoom, fit)
      }
      beside={
        shared.length > 0 && (
          <span className={styles.values}>
            <span className={styles.shared}>{w.all_have}</span>
            <ValueMarks values={shared} placeOf={placeOf} />
          </span>
        )
      }
      actions={
        <>
          <Segmented<CompareMode>
            label={w.compare_how}
            options={[
              { value: 'side', label: w.side_by_side },
              { value: 'slider', label: w.slider },
              { value: 'flicker', label: w.flicker },
            ]}
            value={mode}
            onValue={onMode}
          />
          {zooms && <ZoomControl zoom={zoom} fit={fit} onZoom={setZoom} />}
        </>
      }
    >
      <Shown
        items={items}
        placeOf={placeOf}
        zoom={zoom}
        fit={fit}
        onZoom={setZoom}
        onRoom={onRoom}
        onBroken={onBroken}
      />
    </FullDialog>
  );
}
