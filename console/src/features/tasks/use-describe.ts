import { useLanguage, useWords } from '../../words/words-context.tsx';
import { isFiltered, type TaskSearch } from './tasks-search.ts';
import { useTypeTitle } from './use-task-types.ts';

/** A search in words: "Failed, Image matrix, contains “fox”". */
export function useDescribe(): (search: TaskSearch) => string {
  const { tasks: w } = useWords();
  const language = useLanguage();
  const titleOf = useTypeTitle();
  return (search) => {
    if (!isFiltered(search)) return w.every_task;
    const { q, status, type } = search;
    const parts = [
      status && w.filters[status],
      type && titleOf(type),
      q.trim() && w.contains(q.trim()),
    ].filter(Boolean);
    return parts.join(language === 'zh' ? '，' : ', ');
  };
}
