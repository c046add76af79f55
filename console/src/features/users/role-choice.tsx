import { RadioGroup } from '@base-ui/react/radio-group';
import { PERMISSIONS, PERMISSIONS_OF, ROLES, type Role } from '../../api/permissions.ts';
import fieldStyles from '../../components/field/field.module.css';
import { knownFaults } from '../../components/form/known-faults.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { Radio } from '../../components/radio/radio.tsx';
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
  /** The role cannot be changed. */
  kept?: boolean;
  error: string | undefined;
}

/** Chooses the role of an account, with the permissions of each role beside it. Of several roles, which calls of the API can give, the highest includes the others. */
export function RoleChoice({ roles, onRoles, kept = false, error }: Props) {
  const { users: w } = useWords();
  const nameOf = useRoleName();
  const textOf = usePermissionText();
  const chosen = ROLES.find((one) => roles.includes(one)) ?? null;
  return (
    <RadioGroup
      className={styles.roles}
      aria-label={w.role}
      value={chosen}
      onValueChange={(next) => next && onRoles([next])}
    >
      <span className={styles.legend} aria-hidden="true">
        {w.role}
      </span>
      <table className={styles.permissions}>
        <caption className="visually-hidden">{w.permissions}</caption>
        <thead>
          <tr>
            <th scope="col">{w.role}</th>
            {PERMISSIONS.map((permission) => (
              <th key={permission} scope="col">
                {textOf(permission)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROLES.map((role) => (
            <tr key={role} data-chosen={role === chosen}>
              <th scope="row">
                <Radio value={role} unavailable={kept ? w.last_admin : null} invalid={error !== undefined}>
                  {nameOf(role)}
                </Radio>
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
    </RadioGroup>
  );
}
