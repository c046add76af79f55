import type { ReactNode } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { Dialog } from './dialog.tsx';

interface Props {
  open: boolean;
  onClose(): void;
  onConfirm(): void;
  title: string;
  /** Explains what will happen. */
  text: ReactNode;
  /** The label of the button that confirms: a verb, never "OK". */
  action: string;
  /** The label of the button that changes nothing. Default: "Cancel". */
  keep?: string;
  danger?: boolean;
  busy?: boolean;
  children?: ReactNode;
}

export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  text,
  action,
  keep,
  danger,
  busy,
  children,
}: Props) {
  const { components: w } = useWords();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      footer={
        <>
          <Button onClick={onClose}>{keep ?? w.cancel}</Button>
          <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
