import { Link, useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { routes } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './nav.module.css';

/** The pages that this account may open. */
export function Nav() {
  const words = useWords();
  const user = useUser();
  const [path] = useLocation();
  const entries = routes
    .filter((route) => route.nav && (!route.needs || may(user, route.needs)))
    .sort((one, other) => (one.nav?.order ?? 0) - (other.nav?.order ?? 0));
  return (
    <div className={styles.nav}>
      {entries.map(({ path: to, nav }) => {
        const here = path === to || path.startsWith(`${to}/`);
        return (
          nav && (
            <Link key={to} href={to} className={styles.link} aria-current={here ? 'page' : undefined}>
              <Icon name={nav.icon} />
              {nav.label(words)}
            </Link>
          )
        );
      })}
      <a className={styles.link} href="/docs" target="_blank" rel="noreferrer">
        <Icon name="book" />
        {words.shell.api}
      </a>
    </div>
  );
}
