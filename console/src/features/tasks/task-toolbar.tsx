import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon/icon.tsx';
import { Select } from '../../components/select/select.tsx';
import { useWords } from '../../words/words-context.tsx';
import { isTyping } from '../palette/keyboard.ts';
import styles from './tasks.module.css';
import { STATUSES, type TaskSearch } from './tasks-search.ts';
import { useTaskTypes, useTypeTitle } from './use-task-types.ts';
import { ViewsMenu } from './views/views-menu.tsx';

const TYPING_MS = 250;

interface Props {
  search: TaskSearch;
  onSearch(change: Partial<TaskSearch>, how?: 'push' | 'replace'): void;
}

export function TaskToolbar({ search, onSearch }: Props) {
  const words = useWords();
  const { tasks: w, status } = words;
  const { data: types = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const statuses = [
    { value: '', label: w.any_status },
    ...STATUSES.map((value) => ({ value, label: status[value] })),
  ] as const;
  const typeOptions = [
    { value: '', label: w.any_type },
    ...types.map(({ type }) => ({ value: type, label: titleOf(type) })),
  ];
  return (
    <search className={styles.toolbar}>
      <SearchBox value={search.q} onValue={(q) => onSearch({ q })} />
      <Select
        compact
        label={w.status}
        options={statuses}
        value={search.status}
        onValue={(next) => onSearch({ status: next as TaskSearch['status'] }, 'push')}
      />
      <Select
        compact
        label={w.type}
        options={typeOptions}
        value={search.type}
        onValue={(type) => onSearch({ type }, 'push')}
      />
      <ViewsMenu search={search} onSearch={(next) => onSearch(next, 'push')} />
    </search>
  );
}

/** What is typed goes into the URL a moment after the last letter. */
function SearchBox({ value, onValue }: { value: string; onValue(value: string): void }) {
  const { tasks: w } = useWords();
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
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event)) return;
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
        aria-label={w.search_label}
        placeholder={w.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
