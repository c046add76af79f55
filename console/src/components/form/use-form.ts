import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { focusAfter } from '../reorder/focus-after.ts';
import { faultOf, type ShownFault } from '../states/fault-of.ts';

interface Options<T, R> {
  send(values: T): Promise<R>;
  onSent?(answer: R): unknown;
  /** Whether it may be sent as it stands; the server has the last word. */
  ready?(values: T): boolean;
  /** What must be filled in first, said at its fields once somebody tries to send. */
  missing?(values: T): Missing[];
}

interface Missing {
  path: string;
  message: string;
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
  /** It says itself what is missing; the browser does not. */
  noValidate: boolean;
  set(change: Partial<T>): void;
  reset(): void;
  submit(event: FormEvent<HTMLFormElement>): void;
  /** A text field. `path` is what the API calls it in its faults, where that is another name. */
  text(name: TextKeys<T>, path?: string): BoundField;
}

const NOT_SENT: ShownFault = { away: false, message: '', request_id: null, details: [] };

/** Frames in which a busy browser has drawn the faults. */
const MOST_FRAMES = 60;

/** Once the faults are shown, which may take a busy browser some frames: into the first field that has one. */
const focusFirst = (id: string, frames = MOST_FRAMES): void =>
  void requestAnimationFrame(() => {
    const field = document.getElementById(id)?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (field) field.focus();
    else if (frames > 1) focusFirst(id, frames - 1);
  });

/** Once it was sent: a field that was needed only for that is gone, perhaps with the focus. A dialog gives it back by itself. */
const focusSubmitIfLost = (id: string): void =>
  focusAfter(() =>
    document.activeElement === document.body
      ? document.querySelector<HTMLElement>(`#content button[form="${id}"]`)
      : null,
  );

/** What of a fault is still there once these fields were changed; nothing, if it was theirs alone. */
function unmended(fault: ShownFault, mended: readonly string[]): ShownFault | null {
  const isLeft = ({ path }: Missing) => !mended.some((one) => path === one || path.startsWith(`${one}.`));
  const details = fault.details.filter(isLeft);
  return fault.details.length > 0 && details.length === 0 ? null : { ...fault, details };
}

/** The values of a form, what sends them, and what the server said was wrong with which. */
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
  /** Fields that were changed since the server found fault with them: whether they are right now is not known. */
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
