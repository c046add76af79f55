import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** Whether the server sends password links by e-mail; undefined until that is known. */
export function useLinksByMail(): boolean | undefined {
  const ways = useQuery({
    queryKey: keys.passwordLinkWays,
    queryFn: ({ signal }) => api.getPasswordLinkWays({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return ways.isError ? false : ways.data?.by_mail;
}
