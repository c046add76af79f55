import { may } from '../../api/permissions.ts';
import { Badge, Mark } from '../../components/badge/badge.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Unshown } from '../../components/page/unshown.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { DeleteUser } from './delete-user.tsx';
import { EditQuotas } from './edit-quotas.tsx';
import { EditUser } from './edit-user.tsx';
import { PasswordLink } from './password-link.tsx';
import { Permitted } from './permitted.tsx';
import { useRoleName } from './use-role-name.ts';
import { useIsLastAdmin, useOneUser } from './use-users.ts';
import { UserFacts } from './user-facts.tsx';
import { UserSessions } from './user-sessions.tsx';
import styles from './users.module.css';

export default function UserPage({ params }: { params: Record<string, string> }) {
  const { users: w } = useWords();
  const me = useUser();
  const nameOf = useRoleName();
  const { data: user, error, refetch } = useOneUser(params.id ?? '');
  const last_admin = useIsLastAdmin(params.id ?? '');
  if (!user)
    return <Unshown up={{ to: '/users', label: w.title }} title={w.one} error={error} onRetry={refetch} />;
  const admin = may(me, 'admin');
  return (
    <Page
      narrow
      up={{ to: '/users', label: w.title }}
      title={user.fullname || user.email}
      text={<UserFacts user={user} />}
      actions={
        <ButtonLink to={`/tasks?owner=${user.id}`} icon="tasks">
          {user.id === me.id ? w.see_own_tasks : w.see_tasks}
        </ButtonLink>
      }
      beside={
        <span className={styles.badges}>
          {user.roles.map((role) => (
            <Badge key={role}>{nameOf(role)}</Badge>
          ))}
          {!user.is_active && <Mark>{w.disabled}</Mark>}
          {!user.has_password && <Mark tone="warn">{w.no_password}</Mark>}
        </span>
      }
    >
      {!admin && (
        <Section title={w.permitted} text={w.read_only}>
          <Permitted roles={user.roles} />
        </Section>
      )}
      {admin && last_admin && <Notice tone="info">{w.last_admin}</Notice>}
      {admin && (
        <>
          <Section title={w.profile}>
            <EditUser key={user.id} user={user} last_admin={last_admin} />
          </Section>
          <EditQuotas key={`quotas ${user.id}`} user={user} />
          <Section title={w.link} text={w.link_text}>
            <PasswordLink user_id={user.id} />
          </Section>
          <Section title={w.sessions}>
            <UserSessions user_id={user.id} />
          </Section>
          <Section
            title={w.danger}
            text={w.danger_text}
            actions={<DeleteUser user={user} last_admin={last_admin} />}
          />
        </>
      )}
    </Page>
  );
}
