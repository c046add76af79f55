import { PERMISSIONS, PERMISSIONS_OF, ROLES, type Role } from '../../api/permissions.ts';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import fieldStyles from '../../components/field/field.module.css';
import { knownFaults } from '../../components/form/known-faults.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { useWords, type Words } from '../../words/words-context.tsx';
import { usePermissionText } from './use-permission-text.ts';
import { useRoleName } from './use-role-name.ts';
import styles from './users.module.css';

/** A user without a role could do nothing. */
export const missingRole = ({ roles }: { roles: readonly Role[] }, { users: w }: Words) =>
  knownFaults({ roles: roles.length === 0 && w.no_role });

interface Props {
  roles: readonly Role[];
  onRoles(roles: Role[]): void;
  /** A role that cannot be taken away. */
  kept?: Role | null;
  error: string | undefined;
}

/** Chooses the roles of an account, with the permissions of each role beside it. */
export function RoleChoice({ roles, onRoles, kept = null, error }: Props) {
  const { users: w } = useWords();
  const nameOf = useRoleName();
  const textOf = usePermissionText();
  const toggle = (role: Role, on: boolean) =>
    onRoles(ROLES.filter((one) => (one === role ? on : roles.includes(one))));
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
                {textOf(permission)}
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
                  unavailable={role === kept ? w.last_admin : null}
                  invalid={error !== undefined}
                  onChecked={(on) => toggle(role, on)}
                >
                  {nameOf(role)}
                </Checkbox>
              </th>
              {PERMISSIONS.map((permission) => {
                const has = PERMISSIONS_OF[role].includes(permission);
                return (
                  <td key={permission} data-has={has} data-label={textOf(permission)}>
                    {has && <Icon name="check" />}
                    <span className="visually-hidden">{has ? w.yes : w.no}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {error ? (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      ) : (
        <p className={styles.least}>{w.least_role}</p>
      )}
    </fieldset>
  );
}
