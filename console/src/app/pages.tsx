import { use } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { may } from '../api/permissions.ts';
import { ButtonLink } from '../components/button/button-link.tsx';
import { Page, PageFrame } from '../components/page/page.tsx';
import { Loading, State } from '../components/states/states.tsx';
import { LateCode, useLateCode } from '../router/late-code.ts';
import type { Route as Entry, PageModule } from '../router/route.ts';
import { routes } from '../router/routes.ts';
import { UserContext } from '../session/use-session.ts';
import { useWords } from '../words/words-context.tsx';
import { Forbidden } from './forbidden.tsx';

type Params = Record<string, string>;

const codes: ReadonlyMap<Entry, LateCode<PageModule>> = new Map(
  routes.map((route) => [route, new LateCode(route.load)]),
);

/** Shows the page of the current URL, or, without the permission for it, which roles have it. */
export function Pages({ open = false }: { open?: boolean }) {
  const user = use(UserContext);
  const shown = open ? routes.filter((route) => route.open) : routes;
  const allowed = ({ needs }: Entry) => !needs || (user !== null && may(user, needs));
  return (
    <Switch>
      {shown.map((route) => {
        const code = codes.get(route);
        return (
          <Route key={route.path} path={route.path}>
            {(params) => {
              if (!code) return <NotFound />;
              if (!allowed(route)) return <Forbidden needs={route.needs ?? 'read'} />;
              return <LatePage route={route} code={code} params={params as Params} />;
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

function LatePage({ route, code, params }: { route: Entry; code: LateCode<PageModule>; params: Params }) {
  const Shown = useLateCode(code)?.default;
  return Shown ? <Shown params={params} /> : <PageSoon route={route} />;
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
