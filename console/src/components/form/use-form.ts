import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { nextFocus } from '../reorder/next-focus.ts';
import { faultOf, type ShownFault } from '../states/fault-of.ts';
import { focusFirstFault } from './focus-first-fault.ts';

interface Options<T, R> {
  send(values: T): Promise<R>;
  onSent?(answer: R): unknown;
  /** Stands in the fields at first, in place of what they start with: what was typed before. */
  before?: Partial<T> | null;
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
  /** Takes over what was saved, here or elsewhere, except in fields that were changed since they were sent. */
  follow(saved: T): void;
  submit(event: FormEvent<HTMLFormElement>): void;
  /** The error of the field with this name in the API. */
  errorAt(path: string): string | undefined;
  /** Returns the props of a text field. `path` is the name of the field in error details of the API, if it differs. */
  text(name: TextKeys<T>, path?: string): BoundField;
}

const NOT_SENT: ShownFault = { away: false, message: '', request_id: null, details: [] };

/** Focuses the submit button if the focused field disappeared after submitting. In a dialog nothing is lost: closing it restores the focus. */
const focusSubmitIfLost = (id: string): void =>
  nextFocus.ifLost(() => document.querySelector<HTMLElement>(`#content button[form="${id}"]`));

/** The error without the details of fields that were changed since; null if no detail is left. */
function unmended(fault: ShownFault, mended: readonly string[]): ShownFault | null {
  const isLeft = ({ path }: Missing) => !mended.some((one) => path === one || path.startsWith(`${one}.`));
  const details = fault.details.filter(isLeft);
  return fault.details.length > 0 && details.length === 0 ? null : { ...fault, details };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** State of a form: its values, submitting them, and the errors of each field. */
export function useForm<T extends object, R = unknown>(
  start: T,
  { before, send, onSent, ready, missing }: Options<T, R>,
): FormState<T> {
  const id = useId();
  const [values, setValues] = useState<T>({ ...start, ...before });
  /** What stood in the fields when they were filled, and when they were last sent. */
  const known = useRef({ filled: start, sent: start });
  const sending = useMutation({
    mutationFn: () => {
      known.current.sent = values;
      return send(values);
    },
    async onSuccess(answer) {
      await onSent?.(answer);
      focusSubmitIfLost(id);
    },
    onError: () => focusFirstFault(() => document.getElementById(id)),
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
  const errorAt = (path: string) => fault?.details.find((detail) => detail.path === path)?.message;
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
    follow(saved) {
      const { filled, sent } = known.current;
      known.current = { filled: saved, sent: saved };
      const untouched = (Object.keys(saved) as (keyof T)[]).filter((key) =>
        [filled, sent].some((one) => same(one[key], values[key])),
      );
      set(Object.fromEntries(untouched.map((key) => [key, saved[key]])) as Partial<T>);
    },
    submit(event) {
      event.preventDefault();
      if (!fit || sending.isPending) return;
      const found = missing?.(values) ?? [];
      setLacks(found);
      if (found.length > 0) return focusFirstFault(() => document.getElementById(id));
      setMended([]);
      sending.mutate();
    },
    errorAt,
    text: (name, path = name) => ({
      value: values[name] as string,
      onValue(value) {
        set({ [name]: value } as Partial<T>);
        mend(path);
      },
      error: errorAt(path),
    }),
  };
}
