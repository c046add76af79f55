import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../button/button.tsx';
import { ButtonRow } from '../button/button-row.tsx';
import { Notice } from '../notice/notice.tsx';
import { faultOf } from '../states/fault-of.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface Props {
  /** The label of the button, and of the one that confirms. */
  action: string;
  title: string;
  /** Explains what will be deleted. */
  text: ReactNode;
  /** Why deleting is not possible now; null if it is. */
  unavailable?: string | null | undefined;
  remove(): Promise<unknown>;
  onRemoved(): void;
}

/** Deletes the object of the page after a confirmation. */
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
