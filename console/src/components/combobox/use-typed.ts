import { type KeyboardEvent, useEffect, useState } from 'react';
import { isComposing } from '../keys/is-composing.ts';
import type { Option } from '../select/select.tsx';
import { fits, namedFirst, optionOf } from './options.ts';

interface Props {
  options: readonly Option<string>[];
  /** A text that fits no option is never the value. */
  filter: boolean;
  onValue(value: string | null): void;
  onTyped: ((text: string) => void) | undefined;
}

/** What is typed into a field that finds one of many values, until it is accepted. */
export function useTyped({ options, filter, onValue, onTyped }: Props) {
  const [open, setOpen] = useState(false);
  // Null once it was accepted.
  const [typed, setOwnTyped] = useState<string | null>(null);
  // Entered before there was an option that it fits: its owner may still be finding some.
  const [entered, setEntered] = useState<string | null>(null);
  const setTyped = (text: string | null) => {
    setOwnTyped(text);
    setEntered(null);
    onTyped?.(text ?? '');
  };
  const take = () => {
    const text = typed?.trim();
    setTyped(null);
    if (text) onValue(optionOf(text, options)?.value ?? text);
    else if (text === '' && filter) onValue(null);
  };
  const shown = typed === null ? options : namedFirst(typed, options);
  const late = entered === null ? undefined : shown.find((option) => fits(option, entered));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each option that came late
  useEffect(() => {
    if (!late) return;
    setTyped(null);
    setOpen(false);
    onValue(late.value);
  }, [late?.value]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler(): void }) => {
    if (event.key !== 'Enter' || typed === null || isComposing(event.nativeEvent)) return;
    // The option that is highlighted is taken by the list itself.
    if (event.currentTarget.getAttribute('aria-activedescendant')) return;
    // Accept the typed value before the form can be submitted.
    event.preventDefault();
    const text = typed.trim();
    if (!filter || text === '' || optionOf(text, options)) return take();
    // What fits nothing stays, and the list says so.
    event.preventBaseUIHandler();
    setEntered(text);
  };
  return { open, setOpen, typed, setTyped, take, shown, onKeyDown };
}
