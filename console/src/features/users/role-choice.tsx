import { PERMISSIONS, PERMISSIONS_OF, ROLES, type Role } from '../../api/permissions.ts';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Icon } from '../../components/icon/icon.tsx';
import { useWords } from '../../words/words-context.tsx';
import { useRoleName } from './use-role-name.ts';
import styles from './users.module.css';

interface Props {
  roles: readonly Role[];
  onRoles(roles: Role[]): void;
  /** A role that cannot be taken away. */
  kept?: Role | null;
}

/** Chooses the roles of an account, with the permissions of each role beside it. */
export function RoleChoice({ roles, onRoles, kept = null }: Props) {
  const { users: w } = useWords();
  const nameOf = useRoleName();
  const words = {
    read: w.permission_read,
    write: w.permission_write,
    delete: w.permission_delete,
    admin: w.permission_admin,
  };
  const toggle = (role: Role, on: boolean) =>
    onRoles(ROLES.filter((one) => (one === role ? on : roles.includes(one))));
  const whyKept = (role: Role) => {
    if (role === kept) return w.last_admin;
    return roles.length === 1 && roles[0] === role ? w.one_role : null;
  };
  return (
    <fieldset className={styles.roles}>
      <legend>{w.roles}</legend>
      <table className={styles.permissions}>
        <caption className="visually-hidden">{w.permissions}</caption>
        <thead>
          <tr>
            <th scope="col">{w.roles}</th>
            {PERMISSIONS.map((permission) => (
              <th key={permission} scope="col">
                {words[permission]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROLES.map((role) => (
            <tr key={role} data-chosen={roles.includes(role)}>
              <th scope="row">
                <Checkbox
                  label={nameOf(role)}
                  checked={roles.includes(role)}
                  unavailable={whyKept(role)}
                  onChecked={(on) => toggle(role, on)}
                >
                  {nameOf(role)}
                </Checkbox>
              </th>
              {PERMISSIONS.map((permission) => {
                const has = PERMISSIONS_OF[role].includes(permission);
                return (
                  <td key={permission} data-has={has} data-label={words[permission]}>
                    {has && <Icon name="check" />}
                    <span className="visually-hidden">{has ? w.yes : w.no}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
