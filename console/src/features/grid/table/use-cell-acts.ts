import type { Item } from '@client';
import { announce } from '../../../components/announce/announcements.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { View } from '../view/view.ts';
import type { Place } from './bands.ts';

interface Props {
  view: View;
  /** A press selects a cell. */
  selecting: boolean;
  itemAt(index: number): Item | undefined;
  onOpen(index: number): void;
  onPick(index: number): void;
  onPickMore(indices: Iterable<number>): void;
  onClear(): void;
  onRetry: ((items: number[]) => void) | null;
}

/** What the keys of a grid do to the cells at these places. */
export function useCellActs(props: Props, indexAt: (place: Place) => number) {
  const { grid: w } = useWords();
  const { view, selecting, itemAt, onOpen, onPick, onPickMore, onClear, onRetry } = props;
  function* indices(places: Iterable<Place>): Generator<number> {
    for (const place of places) yield indexAt(place);
  }
  const clear = () => {
    onClear();
    announce(w.cleared);
  };
  return {
    onOpen: (place: Place) => onOpen(indexAt(place)),
    onPick: (place: Place) => onPick(indexAt(place)),
    onPickMore: (places: Iterable<Place>) => onPickMore(indices(places)),
    onClear: view.pick.length > 0 || selecting ? clear : null,
    onRetry(place: Place) {
      const item = itemAt(indexAt(place));
      if (!item || !onRetry) return;
      if (item.status === 'failed' || item.status === 'cancelled') onRetry([item.index]);
      else announce(w.retry_none);
    },
  };
}
