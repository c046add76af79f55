import { useUser } from '../../session/use-session.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import { usePersonName } from '../users/use-person-name.ts';
import type { TaskSearch } from './tasks-search.ts';
import { useTypeTitle } from './use-task-types.ts';

/** A search in words: "Failed, Image matrix, contains “fox”". */
export function useDescribe({ q, status, type, time, owner, order }: TaskSearch): string {
  const { tasks: w } = useWords();
  const language = useLanguage();
  const titleOf = useTypeTitle();
  const mine = owner === useUser().id;
  const owner_name = usePersonName(mine ? '' : owner);
  const parts = [
    status && w.filters[status],
    type && titleOf(type),
    time && w.spans[time],
    owner && (mine ? w.mine : w.owned_by(owner_name)),
    q.trim() && w.contains(q.trim()),
    order && w.oldest,
  ].filter(Boolean);
  return parts.join(language === 'zh' ? '，' : ', ');
}
