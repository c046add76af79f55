import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../words/words-context.tsx';

export function useTaskTypes() {
  return useQuery({
    queryKey: keys.taskTypes,
    queryFn: ({ signal }) => api.listTaskTypes({ signal }),
    staleTime: 300_000,
  });
}

/** Returns the title of a type in the language of the reader; its identifier until titles are loaded. */
export function useTypeTitle(): (type: string) => string {
  const { data = [] } = useTaskTypes();
  const language = useLanguage();
  return (type) => data.find((one) => one.type === type)?.title[language] ?? type;
}
