import { useId } from 'react';
import { Link, useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { NAV_GROUPS, type NavGroup } from '../../router/route.ts';
import { routes } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './nav.module.css';

/** Links to the pages that the account may open, in groups. */
export function Nav() {
  return (
    <div className={styles.nav}>
      {NAV_GROUPS.map((group) => (
        <Group key={group} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { group: NavGroup }) {
  const words = useWords();
  const user = useUser();
  const [path] = useLocation();
  const title = useId();
  const entries = routes
    .filter((route) => route.nav?.group === group && (!route.needs || may(user, route.needs)))
    .sort((one, other) => (one.nav?.order ?? 0) - (other.nav?.order ?? 0));
  const api = group === 'connect';
  if (entries.length === 0 && !api) return null;
  return (
    <div>
      <p id={title} className={styles.title}>
        {words.shell.nav[group]}
      </p>
      <ul className={styles.group} aria-labelledby={title}>
        {entries.map(({ path: to, nav }) => {
          const here = path === to || path.startsWith(`${to}/`);
          return (
            nav && (
              <li key={to}>
                <Link href={to} className={styles.link} aria-current={here ? 'page' : undefined}>
                  <Icon name={nav.icon} />
                  {nav.label(words)}
                </Link>
              </li>
            )
          );
        })}
        {api && (
          <li>
            <a className={styles.link} href="/docs" target="_blank" rel="noreferrer">
              <Icon name="book" />
              {words.shell.api}
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}
