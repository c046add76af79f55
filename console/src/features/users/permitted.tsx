import { may, PERMISSIONS, type Role } from '../../api/permissions.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { usePermissionText } from './use-permission-text.ts';
import styles from './users.module.css';

/** What an account with these roles may do, for those who may not change it. */
export function Permitted({ roles }: { roles: Role[] }) {
  const textOf = usePermissionText();
  return (
    <ul className={styles.permitted}>
      {PERMISSIONS.filter((permission) => may({ roles }, permission)).map((permission) => (
        <li key={permission}>
          <Icon name="check" />
          {textOf(permission)}
        </li>
      ))}
    </ul>
  );
}
