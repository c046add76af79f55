import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from '../button/button.tsx';
import { classes } from '../classes.ts';
import { Notice } from '../notice/notice.tsx';
import styles from './form.module.css';
import type { FormState } from './use-form.ts';
import { isSubmitKey } from './use-submit-by-key.ts';

interface Props<T> {
  form: FormState<T>;
  /** Limits the width of the fields on a page. In a dialog, they fill the dialog. */
  narrow?: boolean;
  children: ReactNode;
}

/** Before the fields, of which some keep Enter to themselves, and not in lists that are open above them. */
function submitByKey({ nativeEvent: event, currentTarget: form, target }: KeyboardEvent<HTMLFormElement>) {
  if (!isSubmitKey(event) || !form.contains(target as Node)) return;
  event.preventDefault();
  // After the field has had the key: a list takes what is typed in it.
  setTimeout(() => form.requestSubmit());
}

/** Stacks fields vertically. An error that belongs to no field is shown above them. */
export function Form<T>({ form, narrow, children }: Props<T>) {
  const { id, fault, submit, noValidate } = form;
  return (
    <form
      id={id}
      className={classes(styles.form, narrow && styles.narrow)}
      noValidate={noValidate}
      onSubmit={submit}
      onKeyDownCapture={submitByKey}
    >
      {fault && fault.details.length === 0 && <Notice tone="bad">{fault.message}</Notice>}
      {children}
    </form>
  );
}

interface SubmitProps<T> {
  form: FormState<T>;
  children: string;
}

export function Submit<T>({ form, children }: SubmitProps<T>) {
  return (
    <Button look="primary" type="submit" form={form.id} busy={form.busy} disabled={!form.ready}>
      {children}
    </Button>
  );
}

/** The buttons inside a form; `end` aligns them to the end of the line, for dialogs. */
export function FormButtons({ end, children }: { end?: boolean; children: ReactNode }) {
  return <div className={classes(styles.buttons, end && styles.end)}>{children}</div>;
}
