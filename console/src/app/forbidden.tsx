import { PERMISSIONS_OF, type Permission, ROLES } from '../api/permissions.ts';
import { ButtonLink } from '../components/button/button-link.tsx';
import { Page } from '../components/page/page.tsx';
import { State } from '../components/states/states.tsx';
import { useRoleName } from '../features/users/use-role-name.ts';
import { useFormats } from '../formats/use-formats.ts';
import { useUser } from '../session/use-session.ts';
import { useWords } from '../words/words-context.tsx';

/** Shown for a page that the account may not open: which roles may, and what to do. */
export function Forbidden({ needs }: { needs: Permission }) {
  const { shell: w } = useWords();
  const user = useUser();
  const nameOf = useRoleName();
  const formats = useFormats();
  const can = ROLES.filter((role) => PERMISSIONS_OF[role].includes(needs));
  return (
    <Page title={w.forbidden_title}>
      <State
        icon="key"
        title={w.forbidden_who(formats.list(can.map(nameOf)))}
        text={w.forbidden_text(formats.list(user.roles.map(nameOf)))}
      >
        <ButtonLink to="/tasks">{w.to_tasks}</ButtonLink>
      </State>
    </Page>
  );
}
