import { Autocomplete } from '@base-ui/react/autocomplete';
import type { Task } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { Icon } from '../../components/icon/icon.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { useWords, type Words } from '../../words/words-context.tsx';
import { furtherThan } from '../tasks/further-than.ts';
import { iconOf } from '../tasks/task-picture.tsx';
import styles from './palette.module.css';
import { type Entry, matches, useCommands } from './use-commands.ts';
import { usePeopleEntries, useViewEntries } from './use-further.ts';
import { useSaidFound } from './use-said-found.ts';

/** Of the tasks that fit; the list of tasks has the others. */
const SHOWN_TASKS = 6;
const TASK_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

interface Found {
  items: Task[];
  total: number;
  total_capped?: boolean;
}

/** What stands in the place of the results if there are none. */
const nothingOf = ({ components, shell }: Words, error: Error | null): string =>
  error && faultOf(error).away ? components.no_answer : shell.nothing_found;

const isNamed = ({ name, type }: Task, text: string): boolean =>
  (name || type).toLowerCase().includes(text.toLowerCase());

const useTasks = (q: string) =>
  useQuery({
    queryKey: keys.taskSearch(q),
    queryFn: async ({ signal }): Promise<Found> =>
      TASK_ID.test(q)
        ? api.getTask({ id: q }, { signal }).then((task) => ({ items: [task], total: 1 }))
        : api.listTasks({ q: q || undefined, page_size: SHOWN_TASKS }, { signal }),
    placeholderData: (before) => before,
  });

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
  const tasks = useTasks(q);
  const fits = (entry: Entry) => matches(entry, q);
  // Until the answer comes, what was found for other words is shown if it fits these: Enter must open nothing else.
  const tasks_wait = tasks.isPending || tasks.isPlaceholderData;
  const known = (tasks.data?.items ?? []).filter((task) => !tasks_wait || isNamed(task, q));
  const found: Entry[] = known.map((task) => ({
    id: task.id,
    label: task.name || task.type,
    more: furtherThan(task.name || task.type, task.summary),
    icon: iconOf(task.type),
    status: task.status === 'processing' && task.in_flight === 0 ? 'pending' : task.status,
    failures: task.failed_items,
    run: () => navigate(`/tasks/${task.id}`),
  }));
  const pages = commands.pages.filter(fits);
  const actions = commands.actions.filter(fits);
  const { people, waits: people_wait } = usePeopleEntries(q);
  const waits = tasks_wait || people_wait;
  const views = useViewEntries().filter(fits);
  const { total = 0, total_capped } = tasks.data ?? {};
  const nothing = [pages, views, found, people, actions].every(({ length }) => length === 0);
  if (q !== '' && ((waits && nothing) || (!tasks_wait && total > found.length)))
    found.push({
      id: 'all',
      label: w.palette_all(waits || total_capped ? null : total, q),
      icon: 'search',
      run: () => navigate(`/tasks?${new URLSearchParams({ q })}`),
    });
  const groups = [
    { label: w.pages, items: pages },
    { label: words.tasks.views, items: views },
    { label: q === '' ? w.recent_tasks : w.recent, items: found },
    { label: w.users, items: people },
    { label: w.commands, items: actions },
  ].filter(({ items }) => items.length > 0);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const said = count > 0 ? w.palette_found(count) : nothingOf(words, tasks.error);
  useSaidFound(said, q !== '' && !waits);
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
      {count === 0 && <p className={styles.empty}>{said}</p>}
      <Autocomplete.List className={styles.list} aria-label={w.palette_label}>
        {(group: (typeof groups)[number]) => (
          <Autocomplete.Group key={group.label} items={group.items}>
            <Autocomplete.GroupLabel className={styles.group}>{group.label}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => <FoundEntry key={entry.id} entry={entry} onRun={() => run(entry)} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function FoundEntry({ entry, onRun }: { entry: Entry; onRun(): void }) {
  const { icon, label, more, status, failures = 0 } = entry;
  return (
    <Autocomplete.Item value={entry} className={styles.item} onClick={onRun}>
      {icon && <Icon name={icon} />}
      <span className={styles.label}>
        {label}
        {more && <span className={styles.more}>{more}</span>}
      </span>
      {status && <StatusBadge status={status} failures={failures} />}
    </Autocomplete.Item>
  );
}
