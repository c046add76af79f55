import { Children, type CSSProperties, type DragEvent, type ReactNode, useState } from 'react';
import styles from './axes-bar.module.css';
import { VARIABLE } from './dragged.ts';

interface Props {
  label: string;
  /** Shown while the axis has no variable. */
  hint?: string | null;
  /** Called when a variable is dropped, before another one or (null) at the end. */
  onPlace(name: string, before: string | null): void;
  children: ReactNode;
}

/** One axis with its variables; others can be dropped on it. */
export function AxisZone({ label, hint, onPlace, children }: Props) {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const chip = (event.target as Element).closest<HTMLElement>('[data-variable]');
    onPlace(event.dataTransfer.getData(VARIABLE), chip?.dataset.variable ?? null);
  };
  return (
    <fieldset
      className={styles.zone}
      data-over={over}
      data-hint={Boolean(hint)}
      style={{ '--variables': Children.count(children) } as CSSProperties}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(VARIABLE)) return;
        event.preventDefault();
        setOver(true);
      }}
      // Between what is inside it, the pointer does not leave it.
      onDragLeave={({ currentTarget, relatedTarget }) =>
        currentTarget.contains(relatedTarget as Node | null) || setOver(false)
      }
      onDrop={onDrop}
    >
      <legend className="visually-hidden">{label}</legend>
      <span className={styles.zoneLabel} aria-hidden="true">
        {hint ?? label}
      </span>
      {children}
    </fieldset>
  );
}
