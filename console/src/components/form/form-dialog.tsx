import type { ReactNode } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { Dialog } from '../dialog/dialog.tsx';
import { Form, Submit } from './form.tsx';
import type { FormState } from './use-form.ts';

interface Props<T> {
  form: FormState<T>;
  onClose(): void;
  title: string;
  text?: ReactNode;
  wide?: boolean;
  /** The label of the submit button: a verb. */
  action: string;
  children: ReactNode;
}

/** A form in a dialog. Its first field takes the focus. */
export function FormDialog<T>({ form, onClose, title, text, wide, action, children }: Props<T>) {
  const { components: w } = useWords();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={text}
      wide={wide}
      footer={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Submit form={form}>{action}</Submit>
        </>
      }
    >
      <Form form={form}>{children}</Form>
    </Dialog>
  );
}
