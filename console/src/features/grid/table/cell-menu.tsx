import type { Item } from '@client';
import { MenuItem } from '../../../components/menu/menu.tsx';
import { MenuAt, type MenuPlace } from '../../../components/menu/menu-at.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { promptOf } from '../data/prompt.ts';
import { useCopyPrompt } from '../data/use-copy-prompt.ts';
import { useSave } from '../data/use-save.ts';

export interface OpenMenu {
  place: MenuPlace;
  index: number;
}

interface Props {
  id: string;
  menu: OpenMenu | null;
  item: Item | undefined;
  picked: boolean;
  onClose(): void;
  onOpen(index: number): void;
  onPick(index: number): void;
  onRetry: ((items: number[]) => void) | null;
}

/** What can be done with one cell, where it is. */
export function CellMenu({ id, menu, item, picked, onClose, onOpen, onPick, onRetry }: Props) {
  const { grid: w } = useWords();
  const saving = useSave(id);
  const copy = useCopyPrompt();
  const prompt = promptOf(item);
  const index = menu?.index ?? item?.index ?? 0;
  return (
    <MenuAt place={menu?.place ?? null} onClose={onClose}>
      <MenuItem icon="eye" onClick={() => onOpen(index)}>
        {w.show_large}
      </MenuItem>
      <MenuItem icon={picked ? 'minus' : 'check'} onClick={() => onPick(index)}>
        {picked ? w.unpick_one : w.pick_one}
      </MenuItem>
      {prompt && (
        <MenuItem icon="copy" onClick={() => copy(prompt)}>
          {w.copy_prompt}
        </MenuItem>
      )}
      {item && item.files.length > 0 && (
        <MenuItem icon="download" onClick={() => saving.mutate([item])}>
          {w.download}
        </MenuItem>
      )}
      {item && onRetry && (item.status === 'failed' || item.status === 'cancelled') && (
        <MenuItem icon="retry" onClick={() => onRetry([index])}>
          {w.retry}
        </MenuItem>
      )}
    </MenuAt>
  );
}

/** The cell whose menu was asked for: at the pointer, or at the cell that has the focus. */
export function menuAt(event: React.MouseEvent): OpenMenu | null {
  const of = (event.target as Element).closest<HTMLElement>('[role=gridcell]');
  if (!of) return null;
  event.preventDefault();
  const { left, top, width, height, right, bottom } = of.getBoundingClientRect();
  const { clientX, clientY } = event;
  const inside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  const [x, y] = inside ? [clientX, clientY] : [left + width / 2, top + height / 2];
  return { place: { of, x, y }, index: Number(of.dataset.item) };
}
