import { useEffect, useRef } from 'react';
import { Notice } from '../notice/notice.tsx';
import { focusAfter } from '../reorder/focus-after.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './shown-once.module.css';

export interface ShownOnceProps {
  /** Says that the value is shown only this once. */
  text: string;
  label: string;
  value: string;
  /** Takes no focus, for example pages with several secrets. */
  still?: boolean;
  onCopied?(): void;
}

/**
 * A secret that can be read and copied now, and never again. All of it is in sight: it wraps, and one click selects it. The button that
 * copies has the focus: what made the secret, pressed once more, would replace it.
 */
export function ShownOnce({ text, label, value, still, onCopied }: ShownOnceProps) {
  const line = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another secret takes the focus again
  useEffect(() => {
    if (!still) focusAfter(() => line.current?.querySelector('button'));
  }, [still, value]);
  return (
    <div className={styles.shown}>
      <Notice tone="warn">{text}</Notice>
      <div ref={line} className={styles.line}>
        <output className={styles.value} aria-label={label} onCopy={onCopied}>
          {value}
        </output>
        <CopyButton first text={value} onCopied={onCopied} />
      </div>
    </div>
  );
}
