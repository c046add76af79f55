import { seesAll } from '../../api/permissions.ts';
import { useHeard } from '../../live/use-live.ts';
import { late } from '../../router/late.tsx';
import { useUser } from '../../session/use-session.ts';
import type { useTaskList } from './use-task-list.ts';

const ShortWelcome = late(() => import('../welcome/welcome.tsx').then((module) => module.ShortWelcome));

/** The welcome above a whole list that has only tasks that others have shared: until there is a task of one's own. */
export function FirstOfOwn({ list: { query, loaded } }: { list: ReturnType<typeof useTaskList> }) {
  const user = useUser();
  const heard_of_own = useHeard((heard) => {
    for (const { event } of heard) if (event.owner?.id === user.id) return true;
    return false;
  });
  const complete = query.data !== undefined && !query.isPlaceholderData && !query.hasNextPage;
  if (seesAll(user) || !complete || loaded.length === 0 || heard_of_own) return null;
  if (loaded.some(({ owner }) => owner?.id === user.id)) return null;
  return <ShortWelcome />;
}
