import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../button/button.tsx';
import { ButtonRow } from '../button/button-row.tsx';
import { Notice } from '../notice/notice.tsx';
import { faultOf } from '../states/fault-of.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface Props {
  /** What the button and the one that confirms do. */
  action: string;
  title: string;
  /** What will be gone, in words. */
  text: ReactNode;
  /** Why it cannot be deleted now. */
  unavailable?: string | null | undefined;
  remove(): Promise<unknown>;
  onRemoved(): void;
}

/** Deletes what the page shows, once it has been confirmed. */
export function DeleteButton({ action, title, text, unavailable, remove, onRemoved }: Props) {
  const [open, setOpen] = useState(false);
  const removal = useMutation({ mutationFn: remove, onSuccess: onRemoved });
  return (
    <ButtonRow>
      <Button look="danger" icon="trash" unavailable={unavailable} onClick={() => setOpen(true)}>
        {action}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => removal.mutate()}
        title={title}
        text={text}
        action={action}
        danger
        busy={removal.isPending}
      >
        {removal.error && <Notice tone="bad">{faultOf(removal.error).message}</Notice>}
      </ConfirmDialog>
    </ButtonRow>
  );
}
