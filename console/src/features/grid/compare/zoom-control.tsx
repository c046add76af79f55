import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './compare.module.css';
import { useSaidZoom } from './use-said-zoom.ts';
import { natural, WHOLE, type Zoom, zoomed } from './zoom.ts';
import { STEP } from './zoom-by-key.ts';

interface Props {
  zoom: Zoom;
  /** Size of the unzoomed picture relative to its own size; null until known. */
  fit: number | null;
  onZoom(change: (zoom: Zoom) => Zoom): void;
}

/** Buttons for the zoom. The percentage is relative to the own size of the picture. */
export function ZoomControl({ zoom, fit, onZoom }: Props) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const whole = zoom.scale === WHOLE.scale;
  const percent = formats.percent(zoom.scale * (fit ?? 1) * 100);
  useSaidZoom(zoom.scale, w.zoomed_to(percent));
  // Where the whole picture is shown at its own size as well, one button alone is pressed.
  const own = !whole && fit !== null && Math.abs(zoom.scale * fit - 1) < 0.005;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset: there is nothing to fill in
    <div role="group" aria-label={w.zoom} className={styles.zoom}>
      <IconButton icon="minus" label={w.zoom_out} onClick={() => onZoom((now) => zoomed(now, 1 / STEP))} />
      <span className={styles.percent}>{percent}</span>
      <IconButton icon="plus" label={w.zoom_in} onClick={() => onZoom((now) => zoomed(now, STEP))} />
      <span className={styles.presets}>
        <Button size="s" look="quiet" aria-pressed={whole} onClick={() => onZoom(() => WHOLE)}>
          {w.size_fit}
        </Button>
        <Button
          size="s"
          look="quiet"
          aria-pressed={own}
          aria-label={w.size_own}
          disabled={fit === null}
          onClick={() => onZoom((now) => (fit === null ? now : natural(now, fit)))}
        >
          1:1
        </Button>
      </span>
    </div>
  );
}
