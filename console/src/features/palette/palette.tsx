import { Dialog } from '@base-ui/react/dialog';
import { useRef } from 'react';
import behind from '../../components/dialog/backdrop.module.css';
import { useFocusBack } from '../../components/dialog/use-focus-back.ts';
import { usePlaceKept } from '../../components/dialog/use-place-kept.ts';
import { useTabInside } from '../../components/dialog/use-tab-inside.ts';
import { Loading } from '../../components/states/states.tsx';
import { late } from '../../router/late.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './palette.module.css';

const PaletteList = late(() => import('./palette-list.tsx').then((module) => module.PaletteList));

/** Opened by Ctrl or Cmd with K: finds pages, saved views, tasks, people and commands. */
interface Props {
  open: boolean;
  onClose(): void;
  onShortcuts(): void;
}

export function Palette({ open, onClose, onShortcuts }: Props) {
  const { shell: w } = useWords();
  const popup = useRef<HTMLDivElement>(null);
  useTabInside(popup, open);
  usePlaceKept(open);
  const back = useFocusBack(open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={behind.backdrop} />
        <Dialog.Popup
          ref={popup}
          className={styles.popup}
          aria-label={w.palette_label}
          finalFocus={back}
          // The list is loaded when the palette first opens. Keys pressed meanwhile must not reach the page behind.
          initialFocus={() => popup.current?.querySelector('input') ?? popup.current}
        >
          <PaletteList soon={<Loading lines={5} />} onClose={onClose} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
