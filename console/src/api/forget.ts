import type { QueryKey } from '@tanstack/react-query';
import { queryClient } from '../app/query-client.ts';

/** After one thing was deleted: what lists it is loaded again, and nothing asks for it once more, also not the page of it that is about to close. */
export function forget(one: QueryKey, lists: QueryKey): void {
  const isOfIt = ({ queryKey }: { queryKey: QueryKey }) => one.every((part, at) => queryKey[at] === part);
  void queryClient.cancelQueries({ queryKey: one });
  void queryClient.invalidateQueries({ queryKey: one, refetchType: 'none' });
  void queryClient.invalidateQueries({ queryKey: lists, predicate: (query) => !isOfIt(query) });
}
