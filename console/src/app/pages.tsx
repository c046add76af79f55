import { type ComponentType, Suspense, use } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { may } from '../api/permissions.ts';
import { ButtonLink } from '../components/button/button-link.tsx';
import { Page, PageFrame } from '../components/page/page.tsx';
import { Loading, State } from '../components/states/states.tsx';
import { late } from '../router/late.ts';
import type { Route as Entry } from '../router/route.ts';
import { routes } from '../router/routes.ts';
import { UserContext } from '../session/use-session.ts';
import { useWords } from '../words/words-context.tsx';
import { Forbidden } from './forbidden.tsx';

type PageComponent = ComponentType<{ params: Record<string, string> }>;

const loaded: ReadonlyMap<Entry, PageComponent> = new Map(routes.map((route) => [route, late(route.load)]));

/** Shows the page of the current URL, or, without the permission for it, which roles have it. */
export function Pages({ open = false }: { open?: boolean }) {
  const user = use(UserContext);
  const shown = open ? routes.filter((route) => route.open) : routes;
  const allowed = ({ needs }: Entry) => !needs || (user !== null && may(user, needs));
  return (
    <Switch>
      {shown.map((route) => {
        const Shown = loaded.get(route);
        return (
          <Route key={route.path} path={route.path}>
            {(params) => {
              if (!Shown) return <NotFound />;
              if (!allowed(route)) return <Forbidden needs={route.needs ?? 'read'} />;
              return (
                <Suspense fallback={<PageSoon route={route} />}>
                  <Shown params={params as Record<string, string>} />
                </Suspense>
              );
            }}
          </Route>
        );
      })}
      {!open && (
        <Route path="/">
          <Redirect to="/tasks" replace />
        </Route>
      )}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** Takes the place of a page while its code is loaded: what it has of a title stands where it will stay. */
function PageSoon({ route }: { route: Entry }) {
  const words = useWords();
  return (
    <PageFrame {...(route.nav && { title: route.nav.label(words) })}>
      <Loading />
    </PageFrame>
  );
}

function NotFound() {
  const { shell: w } = useWords();
  return (
    <Page title={w.not_found_title}>
      <State icon="search" text={w.not_found_text}>
        <ButtonLink to="/tasks">{w.to_tasks}</ButtonLink>
      </State>
    </Page>
  );
}
