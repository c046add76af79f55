import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useWords } from '../../words/words-context.tsx';
import { calledOf } from './name-of.ts';

/** Of an id, where nothing else is known. */
const END = 6;

/** What the account with this id is called; empty without one, and dots until it is known. */
export function usePersonName(id: string): string {
  const { users: w } = useWords();
  const { data, isPending } = useQuery({
    enabled: id !== '',
    queryKey: keys.user(id),
    queryFn: ({ signal }) => api.getUser({ id }, { signal }),
    retry: false,
  });
  if (id === '') return '';
  if (isPending) return '…';
  return data ? calledOf(data) : w.unnamed(id.slice(-END));
}
