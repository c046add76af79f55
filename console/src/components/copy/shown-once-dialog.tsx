import { type ReactNode, useState } from 'react';
import { Button } from '../button/button.tsx';
import { Dialog } from '../dialog/dialog.tsx';
import { ShownOnce } from './shown-once.tsx';

interface Props {
  title: string;
  /** That it is shown this once, in words. */
  text: string;
  label: string;
  /** Undefined until it is there. */
  value: string | undefined;
  /** What the button that closes is called. */
  close: string;
  onClose(): void;
  /** Shown until it is there. */
  children?: ReactNode;
}

/** A secret above the page. Until it was copied only a button closes it: Escape pressed out of habit would throw it away. */
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
