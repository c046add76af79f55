import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { focusAfter } from '../reorder/focus-after.ts';
import { faultOf, type ShownFault } from '../states/fault-of.ts';

interface Options<T, R> {
  send(values: T): Promise<R>;
  onSent?(answer: R): unknown;
  /** Whether the form can be submitted. The server checks again. */
  ready?(values: T): boolean;
  /** Returns what the browser can tell is missing or wrong; shown at the fields when the form is submitted. */
  missing?(values: T): Missing[];
}

interface Missing {
  path: string;
  message: string;
}

type TextKeys<T> = { [Key in keyof T]: T[Key] extends string ? Key : never }[keyof T] & string;

/** The props of a text field that belongs to a form. */
export interface BoundField {
  value: string;
  onValue(value: string): void;
  error: string | undefined;
}

export interface FormState<T> {
  /** Id of the form element, by which a button outside it refers to it. */
  id: string;
  values: T;
  busy: boolean;
  ready: boolean;
  fault: ShownFault | null;
  /** The console's own messages replace those of the browser. */
  noValidate: boolean;
  set(change: Partial<T>): void;
  reset(): void;
  submit(event: FormEvent<HTMLFormElement>): void;
  /** Returns the props of a text field. `path` is the name of the field in error details of the API, if it differs. */
  text(name: TextKeys<T>, path?: string): BoundField;
}

const NOT_SENT: ShownFault = { away: false, message: '', request_id: null, details: [] };

/** Number of frames within which even a busy browser has drawn the errors. */
const MOST_FRAMES = 60;

/** Focuses the first invalid field as soon as the errors are drawn, which can take a busy browser several frames. */
const focusFirst = (id: string, frames = MOST_FRAMES): void =>
  void requestAnimationFrame(() => {
    const field = document.getElementById(id)?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (field) field.focus();
    else if (frames > 1) focusFirst(id, frames - 1);
  });

/** Focuses the submit button if the focused field disappeared after submitting. In a dialog nothing is lost: closing it restores the focus. */
const focusSubmitIfLost = (id: string): void =>
  focusAfter(() =>
    document.activeElement === document.body
      ? document.querySelector<HTMLElement>(`#content button[form="${id}"]`)
      : null,
  );

/** The error without the details of fields that were changed since; null if no detail is left. */
function unmended(fault: ShownFault, mended: readonly string[]): ShownFault | null {
  const isLeft = ({ path }: Missing) => !mended.some((one) => path === one || path.startsWith(`${one}.`));
  const details = fault.details.filter(isLeft);
  return fault.details.length > 0 && details.length === 0 ? null : { ...fault, details };
}

/** State of a form: its values, submitting them, and the errors of each field. */
export function useForm<T extends object, R = unknown>(
  start: T,
  { send, onSent, ready, missing }: Options<T, R>,
): FormState<T> {
  const id = useId();
  const [values, setValues] = useState(start);
  const sending = useMutation({
    mutationFn: () => send(values),
    async onSuccess(answer) {
      await onSent?.(answer);
      focusSubmitIfLost(id);
    },
    onError: () => focusFirst(id),
  });
  const [lacks, setLacks] = useState<readonly Missing[]>([]);
  /** Fields that were changed since the server refused them. Their old errors are no longer shown. */
  const [mended, setMended] = useState<readonly string[]>([]);
  const told = sending.error ? unmended(faultOf(sending.error), mended) : null;
  const fault = lacks.length > 0 ? { ...NOT_SENT, details: [...lacks] } : told;
  const mend = (...paths: string[]) => {
    setLacks((now) => now.filter(({ path }) => !paths.includes(path)));
    setMended((now) => [...now, ...paths]);
  };
  const set = (change: Partial<T>) => {
    setValues((now) => ({ ...now, ...change }));
    mend(...Object.keys(change));
  };
  const fit = ready?.(values) ?? true;
  return {
    id,
    values,
    busy: sending.isPending,
    ready: fit,
    fault,
    noValidate: missing !== undefined,
    set,
    reset() {
      setValues(start);
      setLacks([]);
    },
    submit(event) {
      event.preventDefault();
      if (!fit || sending.isPending) return;
      const found = missing?.(values) ?? [];
      setLacks(found);
      if (found.length > 0) return focusFirst(id);
      setMended([]);
      sending.mutate();
    },
    text: (name, path = name) => ({
      value: values[name] as string,
      onValue(value) {
        set({ [name]: value } as Partial<T>);
        mend(path);
      },
      error: fault?.details.find((detail) => detail.path === path)?.message,
    }),
  };
}
