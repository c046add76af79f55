import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { faultOf, type ShownFault } from '../states/fault-of.ts';

interface Options<T, R> {
  send(values: T): Promise<R>;
  onSent?(answer: R): unknown;
  /** Whether it may be sent as it stands; the server has the last word. */
  ready?(values: T): boolean;
}

type TextKeys<T> = { [Key in keyof T]: T[Key] extends string ? Key : never }[keyof T] & string;

/** What a text field of a form takes. */
export interface BoundField {
  value: string;
  onValue(value: string): void;
  error: string | undefined;
}

export interface FormState<T> {
  /** Of the form's element: a button outside it names it. */
  id: string;
  values: T;
  busy: boolean;
  ready: boolean;
  fault: ShownFault | null;
  set(change: Partial<T>): void;
  reset(): void;
  submit(event: FormEvent): void;
  /** A text field. `path` is what the API calls it in its faults, where that is another name. */
  text(name: TextKeys<T>, path?: string): BoundField;
}

/** The values of a form, what sends them, and what the server said was wrong with which. */
export function useForm<T extends object, R = unknown>(
  start: T,
  { send, onSent, ready }: Options<T, R>,
): FormState<T> {
  const id = useId();
  const [values, setValues] = useState(start);
  const sending = useMutation({ mutationFn: () => send(values), onSuccess: (answer) => onSent?.(answer) });
  const fault = sending.error ? faultOf(sending.error) : null;
  const set = (change: Partial<T>) => setValues((now) => ({ ...now, ...change }));
  const fit = ready?.(values) ?? true;
  return {
    id,
    values,
    busy: sending.isPending,
    ready: fit,
    fault,
    set,
    reset: () => setValues(start),
    submit(event) {
      event.preventDefault();
      if (fit && !sending.isPending) sending.mutate();
    },
    text: (name, path = name) => ({
      value: values[name] as string,
      onValue: (value) => set({ [name]: value } as Partial<T>),
      error: fault?.details.find((detail) => detail.path === path)?.message,
    }),
  };
}
