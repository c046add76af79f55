import { seesAll } from '../../api/permissions.ts';
import { useArrivals } from '../../live/use-live.ts';
import { useUser } from '../../session/use-session.ts';
import { ShortWelcome } from '../welcome/welcome.tsx';
import type { useTaskList } from './use-task-list.ts';

/** The welcome above a whole list that has only tasks that others have shared: until there is a task of one's own. */
export function FirstOfOwn({ list: { query, rows } }: { list: ReturnType<typeof useTaskList> }) {
  const user = useUser();
  const arrivals = useArrivals();
  const complete = query.data !== undefined && !query.isPlaceholderData && !query.hasNextPage;
  if (seesAll(user) || !complete || rows.length === 0) return null;
  return [...rows, ...arrivals].some(({ owner }) => owner?.id === user.id) ? null : <ShortWelcome />;
}
