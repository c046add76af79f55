import { Dialog } from '@base-ui/react/dialog';
import { lazy, Suspense } from 'react';
import behind from '../../components/dialog/backdrop.module.css';
import { useWords } from '../../words/words-context.tsx';
import styles from './palette.module.css';

const PaletteList = lazy(() =>
  import('./palette-list.tsx').then((module) => ({ default: module.PaletteList })),
);

/** Ctrl or Cmd with K: any page, task or command by a few letters. */
export function Palette({ open, onClose }: { open: boolean; onClose(): void }) {
  const { shell: w } = useWords();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={behind.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={w.palette_label} initialFocus={false}>
          <Suspense>
            <PaletteList onClose={onClose} />
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
