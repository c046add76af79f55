import type { Item } from '@client';
import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { FullDialog } from '../../../components/full-dialog/full-dialog.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { Flicker } from './flicker.tsx';
import { SideBySide } from './side-by-side.tsx';
import { Slider } from './slider.tsx';
import { WHOLE } from './zoom.ts';
import { zoomByKey } from './zoom-by-key.ts';

type Mode = 'side' | 'slider' | 'flicker';

interface Props {
  open: boolean;
  /** Two to four; one that is not loaded yet is undefined. */
  items: readonly (Item | undefined)[];
  onClose(): void;
}

/** Two to four pictures under one zoom: side by side, under a slider, or in one place in turn. */
export function Compare({ open, items, onClose }: Props) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const [mode, setMode] = useState<Mode>('side');
  const [zoom, setZoom] = useState(WHOLE);
  const Shown = { side: SideBySide, slider: Slider, flicker: Flicker }[mode];
  return (
    <FullDialog
      open={open}
      onClose={onClose}
      title={w.compare_title(items.length)}
      onKeyDown={(event) => event.target === event.currentTarget && zoomByKey(event, zoom, setZoom)}
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
          <Button disabled={zoom.scale === 1} onClick={() => setZoom(WHOLE)}>
            {formats.percent(zoom.scale * 100)}
          </Button>
        </>
      }
    >
      <Shown items={items} zoom={zoom} onZoom={setZoom} />
    </FullDialog>
  );
}
