import { type ReactNode, useState } from 'react';
import { useHold } from '../../router/use-hold.ts';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { Dialog } from '../dialog/dialog.tsx';
import { Notice } from '../notice/notice.tsx';
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

/**
 * Shows a secret in a dialog. Until the secret was copied, what is pressed out of habit (Escape, ×, the button below, Back, the palette) would
 * lose it, and says so; only the button, pressed after that, closes the dialog.
 */
export function ShownOnceDialog({ title, text, label, value, close, onClose, children }: Props) {
  const { components: w } = useWords();
  const [copied, setCopied] = useState(false);
  /** How often closing was refused. */
  const [refused, setRefused] = useState(0);
  const there = value !== undefined;
  const lost = there && !copied;
  const refuse = () => setRefused((times) => times + 1);
  const release = useHold(lost, () => {
    refuse();
    return true;
  });
  const leave = () => {
    release();
    onClose();
  };
  return (
    <Dialog
      open
      wide
      onStay={lost ? refuse : null}
      onClose={leave}
      title={title}
      footer={
        there && (
          <Button look="primary" onClick={lost && refused === 0 ? refuse : leave}>
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
      {/* The key makes screen readers say it again. */}
      {refused > 0 && !copied && (
        <Notice key={refused} tone="bad">
          {w.not_copied(close)}
        </Notice>
      )}
    </Dialog>
  );
}
