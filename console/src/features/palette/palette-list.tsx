import { Autocomplete } from '@base-ui/react/autocomplete';
import type { Task } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { Icon } from '../../components/icon/icon.tsx';
import { searchText } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { furtherThan } from '../tasks/further-than.ts';
import { tasksSearch } from '../tasks/tasks-search.ts';
import styles from './palette.module.css';
import { type Entry, matches, useCommands } from './use-commands.ts';

/** Of the tasks that fit; the list of tasks has the others. */
const SHOWN_TASKS = 6;
const TASK_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

interface Found {
  items: Task[];
  total: number;
  total_capped?: boolean;
}

interface Props {
  onClose(): void;
  onShortcuts(): void;
}

export function PaletteList({ onClose, onShortcuts }: Props) {
  const words = useWords();
  const w = words.shell;
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // The dialog cannot set the focus: the first time, it opens before this is loaded.
  useEffect(() => input.current?.focus(), []);
  const q = useDeferredValue(text.trim());
  const [, navigate] = useLocation();
  const commands = useCommands(onShortcuts);
  const tasks = useQuery({
    queryKey: keys.taskSearch(q),
    queryFn: async ({ signal }): Promise<Found> =>
      TASK_ID.test(q)
        ? api.getTask({ id: q }, { signal }).then((task) => ({ items: [task], total: 1 }))
        : api.listTasks({ q: q || undefined, page_size: SHOWN_TASKS }, { signal }),
    placeholderData: (before) => before,
  });
  const fits = (entry: Entry) => matches(entry, q);
  const found: Entry[] = (tasks.data?.items ?? []).map((task) => ({
    id: task.id,
    label: task.name || task.type,
    more: furtherThan(task.name || task.type, task.summary),
    status: task.status,
    failures: task.failed_items,
    run: () => navigate(`/tasks/${task.id}`),
  }));
  const { total = 0, total_capped } = tasks.data ?? {};
  if (q !== '' && total > found.length)
    found.push({
      id: 'all',
      label: w.palette_all(total_capped ? null : total, q),
      icon: 'search',
      run: () => navigate(`/tasks${searchText(tasksSearch, { q, status: '', type: '' })}`),
    });
  const groups = [
    { label: w.pages, items: commands.pages.filter(fits) },
    { label: q === '' ? w.recent_tasks : w.recent, items: found },
    { label: w.commands, items: commands.actions.filter(fits) },
  ].filter(({ items }) => items.length > 0);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const run = (entry: Entry) => {
    onClose();
    entry.run();
  };
  return (
    <Autocomplete.Root
      items={groups}
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      value={text}
      onValueChange={setText}
      itemToStringValue={(entry: Entry) => entry.label}
    >
      <div className={styles.input}>
        <Icon name="search" />
        <Autocomplete.Input ref={input} aria-label={w.palette_label} placeholder={w.search_hint} />
      </div>
      <Autocomplete.Status className="visually-hidden">
        {count > 0 && w.palette_found(count)}
      </Autocomplete.Status>
      <Autocomplete.Empty className={styles.empty}>{w.nothing_found}</Autocomplete.Empty>
      <Autocomplete.List className={styles.list} aria-label={w.palette_label}>
        {(group: (typeof groups)[number]) => (
          <Autocomplete.Group key={group.label} items={group.items}>
            <Autocomplete.GroupLabel className={styles.group}>{group.label}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => (
                <Autocomplete.Item
                  key={entry.id}
                  value={entry}
                  className={styles.item}
                  onClick={() => run(entry)}
                >
                  {entry.icon && <Icon name={entry.icon} />}
                  <span className={styles.label}>
                    {entry.label}
                    {entry.more && <span className={styles.more}>{entry.more}</span>}
                  </span>
                  {entry.status && <StatusBadge status={entry.status} failures={entry.failures ?? 0} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}
