import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { searchText } from '../../router/use-search.ts';
import { tasksSearch } from '../tasks/tasks-search.ts';
import styles from './system.module.css';
import { EVERY_MS } from './use-system.ts';
import { useSystemWords } from './use-system-words.ts';

/** How many unfinished tasks a paused type holds up, as a link to them. */
export function HeldTasks({ type }: { type: string }) {
  const w = useSystemWords();
  const { data } = useQuery({
    queryKey: keys.heldTasks(type),
    queryFn: ({ signal }) => api.listTasks({ type, status: 'pending,processing', page_size: 1 }, { signal }),
    refetchInterval: EVERY_MS,
  });
  if (!data || data.total === 0) return null;
  const search = { ...tasksSearch.read(new URLSearchParams()), type, status: 'active' as const };
  return (
    <Link href={`/tasks${searchText(tasksSearch, search)}`} className={styles.held}>
      {w.holds(data.total, data.total_capped === true)}
    </Link>
  );
}
