import { type ReactNode, useState } from 'react';
import { Button } from '../button/button.tsx';
import { Dialog } from '../dialog/dialog.tsx';
import { ShownOnce } from './shown-once.tsx';

interface Props {
  title: string;
  /** Says that the value is shown only this once. */
  text: string;
  label: string;
  /** Undefined while the value is being created. */
  value: string | undefined;
  /** Label of the button that closes the dialog. */
  close: string;
  onClose(): void;
  /** Shown while the value is being created. */
  children?: ReactNode;
}

/** Shows a secret in a dialog. Until the secret was copied, only a button closes the dialog: a habitual Escape would lose it. */
export function ShownOnceDialog({ title, text, label, value, close, onClose, children }: Props) {
  const [copied, setCopied] = useState(false);
  const there = value !== undefined;
  return (
    <Dialog
      open
      wide
      stays={there && !copied}
      onClose={onClose}
      title={title}
      footer={
        there && (
          <Button look="primary" onClick={onClose}>
            {close}
          </Button>
        )
      }
    >
      {there ? (
        <ShownOnce text={text} label={label} value={value} onCopied={() => setCopied(true)} />
      ) : (
        children
      )}
    </Dialog>
  );
}
