import type { Item } from '@client';
import { useState } from 'react';
import { FullDialog } from '../../../components/full-dialog/full-dialog.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Variable } from '../view/matrix.ts';
import { ValueMarks } from './caption.tsx';
import styles from './compare.module.css';
import { Flicker } from './flicker.tsx';
import { common } from './labels.ts';
import { SideBySide } from './side-by-side.tsx';
import { Slider } from './slider.tsx';
import { largestOf, useFit } from './use-fit.ts';
import { WHOLE } from './zoom.ts';
import { zoomByKey } from './zoom-by-key.ts';
import { ZoomControl } from './zoom-control.tsx';

type Mode = 'side' | 'slider' | 'flicker';

interface Props {
  open: boolean;
  /** Two to four items; undefined if not loaded yet. */
  items: readonly (Item | undefined)[];
  variables: readonly Variable[];
  onClose(): void;
}

/** Compares two to four pictures at the same zoom: side by side, with a slider, or alternating in one place. */
export function Compare({ open, items, variables, onClose }: Props) {
  const { grid: w } = useWords();
  const [mode, setMode] = useState<Mode>('side');
  const [zoom, setZoom] = useState(WHOLE);
  const [fit, onRoom] = useFit(largestOf(items));
  const shared = common(items);
  const placeOf = (name: string) => variables.find((one) => one.name === name)?.place ?? -1;
  const Shown = { side: SideBySide, slider: Slider, flicker: Flicker }[mode];
  return (
    <FullDialog
      open={open}
      onClose={onClose}
      title={w.compare_title(items.length)}
      onKeyDown={(event) => event.target === event.currentTarget && zoomByKey(event, zoom, setZoom, fit)}
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
          <Segmented<Mode>
            label={w.compare_how}
            options={[
              { value: 'side', label: w.side_by_side },
              { value: 'slider', label: w.slider },
              { value: 'flicker', label: w.flicker },
            ]}
            value={mode}
            onValue={setMode}
          />
          <ZoomControl zoom={zoom} fit={fit} onZoom={setZoom} />
        </>
      }
    >
      <Shown items={items} placeOf={placeOf} zoom={zoom} fit={fit} onZoom={setZoom} onRoom={onRoom} />
    </FullDialog>
  );
}
