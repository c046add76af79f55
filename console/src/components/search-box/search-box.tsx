import { useEffect, useRef, useState } from 'react';
import { Icon } from '../icon/icon.tsx';
import { isLetterOff } from './is-letter-off.ts';
import { isTyping } from './is-typing.ts';
import styles from './search-box.module.css';

const TYPING_MS = 250;

interface Props {
  label: string;
  placeholder: string;
  value: string;
  /** Called shortly after the last keystroke. */
  onValue(value: string): void;
}

/** The search field of a list; the key `/` focuses it. */
export function SearchBox({ label, placeholder, value, onValue }: Props) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useRef(onValue);
  send.current = onValue;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => send.current(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event) || isLetterOff(event))
        return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <label className={styles.search}>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
