import { useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { Button } from '../../../components/button/button.tsx';
import { Checkbox } from '../../../components/checkbox/checkbox.tsx';
import { Dialog } from '../../../components/dialog/dialog.tsx';
import { DragHandle } from '../../../components/reorder/drag-handle.tsx';
import { useReorder } from '../../../components/reorder/use-reorder.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Variable } from '../view/matrix.ts';
import styles from './values-dialog.module.css';

interface Props {
  variable: Variable;
  shown: readonly number[];
  /** Called with null if all values are shown in their original order. */
  onShown(list: number[] | null): void;
  onClose(): void;
}

/** Chooses which values of a variable are shown, and in which order. */
export function ValuesDialog({ variable: { name, values }, shown, onShown, onClose }: Props) {
  const words = useWords();
  const { grid: w, components } = words;
  const title = w.values_of(saidName(words, name));
  const all = [...values.keys()];
  const [order, setOrder] = useState(() => [...shown, ...all.filter((one) => !shown.includes(one))]);
  const tell = (list: readonly number[]) =>
    onShown(list.length === all.length && list.every((one, at) => one === at) ? null : [...list]);
  const textOf = (value: number) => saidValue(words, name, values[value] ?? '') || components.none;
  const reorder = useReorder({
    list: order,
    onList(next) {
      setOrder(next);
      tell(next.filter((one) => shown.includes(one)));
    },
    say: (value, place) => w.value_moved(textOf(value), place + 1, order.length),
  });
  const toggle = (value: number, on: boolean) => {
    const next = order.filter((one) => (one === value ? on : shown.includes(one)));
    if (next.length > 0) tell(next);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={w.values_text}
      footer={
        <>
          <Button
            onClick={() => {
              setOrder(all);
              onShown(null);
              announce(w.all_shown);
            }}
          >
            {w.show_all}
          </Button>
          <Button look="primary" onClick={onClose}>
            {w.done}
          </Button>
        </>
      }
    >
      <ul className={styles.list} aria-label={title}>
        {order.map((value, index) => (
          <li
            key={value}
            className={styles.row}
            data-over={reorder.over === index}
            {...reorder.target(index)}
          >
            <DragHandle of={textOf(value)} className={styles.handle} {...reorder.handle(index)} />
            <Checkbox
              label={textOf(value)}
              first={index === 0}
              checked={shown.includes(value)}
              unavailable={shown.length === 1 && shown.includes(value) ? w.one_value : null}
              onChecked={(on) => toggle(value, on)}
            >
              {textOf(value)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
