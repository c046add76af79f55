import { HueDot, hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { DragMenu } from '../../../components/menu/drag-menu.tsx';
import { MenuChoice, MenuItem, MenuSeparator } from '../../../components/menu/menu.tsx';
import { saidName } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ROLES, type Role } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import styles from './axes-bar.module.css';
import { VARIABLE } from './dragged.ts';

interface Props {
  variable: Variable;
  /** Number of its values that are shown. */
  shown: number;
  role: Role;
  roles: Record<Role, string>;
  onRole(role: Role): void;
  onValues(): void;
}

/** A variable that is moved to another axis by dragging or by its menu. */
export function AxisChip({ variable: { name, values, place }, shown, role, roles, onRole, onValues }: Props) {
  const words = useWords();
  const { grid: w } = words;
  const title = saidName(words, name);
  return (
    <DragMenu
      trigger={
        <button
          type="button"
          draggable
          data-variable={name}
          className={hueClass(styles.chip)}
          {...hueOf(place)}
          onDragStart={(event) => event.dataTransfer.setData(VARIABLE, name)}
        >
          <HueDot place={place} />
          <span className={styles.chipName} title={title}>
            {title}
          </span>
          <span className={styles.chipCount}>{w.shown_of(shown, values.length)}</span>
          <span className="visually-hidden">{roles[role]}</span>
          <Icon name="chevron_down" size={12} />
        </button>
      }
    >
      <MenuChoice
        label={w.place_of(title)}
        value={role}
        options={ROLES.map((value) => ({ value, label: roles[value] }))}
        onValue={onRole}
      />
      <MenuSeparator />
      <MenuItem icon="eye" onClick={onValues}>
        {w.choose_values}
      </MenuItem>
    </DragMenu>
  );
}
