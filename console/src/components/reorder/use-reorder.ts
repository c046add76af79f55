import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { announce } from '../announce/announcements.ts';
import { moved } from '../tag-list/split-list.ts';
import { focusAfter } from './focus-after.ts';

interface Options<T> {
  list: readonly T[];
  onList(list: T[]): void;
  /** The text that screen readers read out after a move. */
  say(one: T, place: number): string;
}

/** Reorders a list: each entry is moved by dragging its handle, or with the arrow keys on the handle. */
export function useReorder<T>({ list, onList, say }: Options<T>) {
  const dragged = useRef<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    const one = list[from];
    if (one === undefined || from === to || to < 0 || to >= list.length) return;
    onList(moved(list, from, to));
    announce(say(one, to));
  };
  const end = () => {
    dragged.current = null;
    setOver(null);
  };
  return {
    over,
    handle: (index: number) => ({
      draggable: true,
      onDragStart(event: DragEvent) {
        dragged.current = index;
        const row = (event.currentTarget as HTMLElement).closest('li');
        if (row) event.dataTransfer.setDragImage(row, 16, 16);
      },
      onDragEnd: end,
      onKeyDown(event: KeyboardEvent) {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const handle = event.currentTarget as HTMLElement;
        move(index, index + step);
        focusAfter(() => handle);
      },
    }),
    target: (index: number) => ({
      onDragOver(event: DragEvent) {
        if (dragged.current === null) return;
        event.preventDefault();
        setOver(index);
      },
      onDrop() {
        if (dragged.current !== null) move(dragged.current, index);
        end();
      },
    }),
  };
}
