import { useCallback } from 'react';
import { may } from '../../api/permissions.ts';
import { routes } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';

/** Returns whether the signed-in account may open a page. */
export function useMayOpen(): (path: string) => boolean {
  const user = useUser();
  return useCallback(
    (path) => routes.some((route) => route.path === path && (!route.needs || may(user, route.needs))),
    [user],
  );
}
