import { PERMISSIONS, PERMISSIONS_OF, ROLES, type Role } from '../../api/permissions.ts';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Checks } from '../../components/checkbox/checks.tsx';
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

/** Which roles an account has, with what each may do beside the choice. */
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
  return (
    <div className={styles.roles}>
      <Checks name={w.roles}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            label={nameOf(role)}
            checked={roles.includes(role)}
            disabled={role === kept || (roles.length === 1 && roles[0] === role)}
            onChecked={(on) => toggle(role, on)}
          >
            {nameOf(role)}
          </Checkbox>
        ))}
      </Checks>
      <table className={styles.permissions}>
        <caption className="visually-hidden">{w.permissions}</caption>
        <thead>
          <tr>
            <td />
            {ROLES.map((role) => (
              <th key={role} scope="col" data-chosen={roles.includes(role)}>
                {nameOf(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSIONS.map((permission) => (
            <tr key={permission}>
              <th scope="row">{words[permission]}</th>
              {ROLES.map((role) => {
                const has = PERMISSIONS_OF[role].includes(permission);
                return (
                  <td key={role} data-chosen={roles.includes(role) && has}>
                    {has && <Icon name="check" />}
                    <span className="visually-hidden">{has ? w.yes : w.no}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
