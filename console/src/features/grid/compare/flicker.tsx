import { useEffect, useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { Button } from '../../../components/button/button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { Caption, useCaptionOf } from './caption.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture } from './picture.tsx';
import { Stage } from './stage.tsx';

/** Slower than three changes a second, because faster flashing can cause seizures. */
const TURN_MS = 600;

/** Shows the pictures in turn in one place, so that differences stand out. Paused at first for people who prefer reduced motion. */
export function Flicker({ items, placeOf, zoom, onBroken, ...stage }: ModeProps) {
  const { grid: w } = useWords();
  const [shown, setShown] = useState(0);
  const [runs, setRuns] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  /** One of its buttons has the focus, which it would lose with its picture. */
  const [held, setHeld] = useState(false);
  const captionOf = useCaptionOf(items);
  const count = items.length;
  const next = (shown + 1) % count;
  useEffect(() => {
    if (!runs || held) return;
    const timer = setInterval(() => setShown((now) => (now + 1) % count), TURN_MS);
    return () => clearInterval(timer);
  }, [runs, held, count]);
  return (
    <div className={styles.mode}>
      <Stage label={w.flicker} zoom={zoom} {...stage}>
        <div className={styles.panel} data-panel>
          {items.map((item, place) => (
            <div
              key={item?.index ?? `${place}`}
              className={styles.over}
              data-hidden={place !== shown}
              aria-hidden={place !== shown}
            >
              <Picture item={item} zoom={zoom} onBroken={onBroken} />
            </div>
          ))}
        </div>
      </Stage>
      <div className={styles.controls}>
        <Button
          className={styles.toggle}
          icon={runs ? 'pause' : 'play'}
          onClick={() => {
            setRuns(!runs);
            if (runs) announce(captionOf(items[shown]));
          }}
        >
          {runs ? w.pause : w.play}
        </Button>
        <Button
          icon="chevron_right"
          onClick={() => {
            setRuns(false);
            setShown(next);
            announce(captionOf(items[next]));
          }}
        >
          {w.next}
        </Button>
        {/* All in one place, as wide as the widest: what is beside them stays where it is. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears that one of its buttons has the focus */}
        <span className={styles.captions} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
          {items.map((item, place) => (
            <span
              key={item?.index ?? `${place}`}
              className={styles.caption}
              data-hidden={place !== shown}
              aria-hidden={place !== shown}
            >
              <Caption item={item} items={items} placeOf={placeOf} />
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}
