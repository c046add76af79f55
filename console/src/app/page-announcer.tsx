import { useLocation } from 'wouter';
import { Announcer } from '../components/announce/announcer.tsx';
import { useSession } from '../session/use-session.ts';

/** The live region, which knows when another page is shown: at another path, or with somebody signed in or out. */
export function PageAnnouncer() {
  const [path] = useLocation();
  const { is } = useSession();
  return <Announcer page={`${is} ${path}`} />;
}
