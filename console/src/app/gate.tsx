import { ConnectionError } from '@client';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { Failed } from '../components/states/states.tsx';
import { Shell } from '../features/shell/shell.tsx';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { onReturn } from '../live/on-return.ts';
import { routes } from '../router/routes.ts';
import { session } from '../session/session.ts';
import { UserContext, useSession } from '../session/use-session.ts';
import { Boundary } from './boundary.tsx';
import { Pages } from './pages.tsx';
import { queryClient } from './query-client.ts';

const AGAIN_MS = 2_000;

/** Shows the sign-in page and public pages to people who are not signed in, and the shell to everybody else. The URL stays, so signing in leads to the page that was asked for. */
export function Gate() {
  const state = useSession();
  const [path] = useLocation();
  const user_id = state.is === 'signed_in' ? state.user.id : null;
  // Data of one account must not be shown to the next. What was loaded for this one since the sign-in stays.
  useEffect(() => (user_id === null ? undefined : () => queryClient.clear()), [user_id]);
  useEffect(() => {
    if (state.is !== 'away') return;
    const resume = () => void session.resume();
    const timer = setInterval(resume, AGAIN_MS);
    const end = onReturn(resume);
    return () => {
      clearInterval(timer);
      end();
    };
  }, [state.is]);

  if (routes.some((route) => route.open && route.path === path)) return <Pages open />;
  if (state.is === 'unknown') return null;
  if (state.is === 'away')
    return <Failed error={new ConnectionError('')} onRetry={() => void session.resume()} />;
  if (state.is !== 'signed_in') return <SignInPage ended={state.is === 'ended'} />;
  return (
    <UserContext value={state.user}>
      <Shell>
        <Boundary path={path}>
          <Pages />
        </Boundary>
      </Shell>
    </UserContext>
  );
}
