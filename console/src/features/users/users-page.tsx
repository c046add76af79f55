import { useState } from 'react';
import { Link } from 'wouter';
import { may, ROLES } from '../../api/permissions.ts';
import { Badge, Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { useKept } from '../../components/kept-form/use-kept.ts';
import { Page } from '../../components/page/page.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { SearchBox } from '../../components/search-box/search-box.tsx';
import { Select } from '../../components/select/select.tsx';
import { Failed, Filtered, Loading } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useSearchState } from '../../router/use-search.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { CreateUserDialog, type UserDraft } from './create-user-dialog.tsx';
import { useRoleName } from './use-role-name.ts';
import { useUsers } from './use-users.ts';
import styles from './users.module.css';
import { usersSearch } from './users-search.ts';

export default function UsersPage() {
  const { users: w } = useWords();
  const me = useUser();
  const nameOf = useRoleName();
  const formats = useFormats();
  const [search, setSearch] = useSearchState(usersSearch);
  const kept = useKept<UserDraft>('user');
  const [creating, setCreating] = useState(kept.before !== null);
  const { first, items: users, error, refetch, more } = useUsers(search);
  const roles = [
    { value: '', label: w.any_role },
    ...ROLES.map((role) => ({ value: role, label: nameOf(role) })),
  ] as const;
  const states = [
    { value: '', label: w.any_state },
    { value: 'active', label: w.active },
    { value: 'disabled', label: w.disabled },
  ] as const;
  const columns = [
    { key: 'name', label: w.name },
    { key: 'roles', label: w.role },
    { key: 'state', label: w.state },
    { key: 'last', label: w.last_sign_in },
  ];
  return (
    <Page
      title={w.title}
      text={first && <span role="status">{w.found(first.total, first.total_capped === true)}</span>}
      actions={
        may(me, 'admin') && (
          <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
            {w.new}
          </Button>
        )
      }
    >
      <search className={styles.toolbar}>
        <SearchBox
          label={w.search_label}
          placeholder={w.search}
          value={search.q}
          onValue={(q) => setSearch({ q })}
        />
        <Select
          compact
          label={w.role}
          options={roles}
          value={search.role}
          onValue={(role) => setSearch({ role }, 'push')}
        />
        <Select
          compact
          label={w.state}
          options={states}
          value={search.state}
          onValue={(state) => setSearch({ state }, 'push')}
        />
      </search>
      {!first && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {first && users.length === 0 && <Filtered onClear={() => setSearch({ q: '', role: '', state: '' })} />}
      {users.length > 0 && (
        <Table label={w.title} columns={columns}>
          {users.map((user) => (
            <tr key={user.id}>
              <th scope="row">
                <Link href={`/users/${user.id}`} className={styles.name}>
                  {user.fullname || user.email}
                </Link>
                {user.id === me.id && <Badge>{w.you}</Badge>}
                {user.fullname && <span className={styles.email}>{user.email}</span>}
              </th>
              <td data-plain>{formats.enumeration(user.roles.map(nameOf))}</td>
              <td data-plain>
                {!user.is_active ? (
                  <Mark tone="quiet">{w.disabled}</Mark>
                ) : user.has_password ? (
                  <Mark tone="ok">{w.active}</Mark>
                ) : (
                  <Mark tone="warn">{w.no_password}</Mark>
                )}
              </td>
              <td className={styles.time}>
                {user.last_sign_in_at ? <Ago time={user.last_sign_in_at} /> : w.never}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <ShowMore {...more} />
      {creating && (
        <CreateUserDialog
          kept={kept}
          onClose={() => {
            kept.forget();
            setCreating(false);
          }}
        />
      )}
    </Page>
  );
}
