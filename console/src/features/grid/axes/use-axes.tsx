import { type ReactNode, useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { saidName } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import { type Arrangement, changed, placedAt, type Role, roleOf, withRole } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import type { View } from '../view/view.ts';
import { AxisChip } from './axis-chip.tsx';

const rolesOf = (w: Words['grid']): Record<Role, string> => ({
  rows: w.rows,
  inner_rows: w.inner_rows,
  columns: w.columns,
  inner_columns: w.inner_columns,
  step: w.step,
});

export interface Axes {
  chip(variable: Variable): ReactNode;
  /** What a variable that is dropped on this axis does. */
  onPlace(axis: 'rows' | 'columns' | 'steps'): (name: string, before: string | null) => void;
  swap(): void;
  /** Of which variable the values are being chosen. */
  choosing: Variable | null;
  setChoosing(variable: Variable | null): void;
}

/** What moves variables from one axis to another, wherever it stands. */
export function useAxes(arrangement: Arrangement, view: View, onView: (change: Partial<View>) => void): Axes {
  const words = useWords();
  const { grid: w } = words;
  const [choosing, setChoosing] = useState<Variable | null>(null);
  const roles = rolesOf(w);
  /** Others move along: those that were first on an axis, and those whose axis another one takes. */
  const move = (next: Pick<View, 'rows' | 'columns'>, name: string | null = null) => {
    onView(next);
    const { moved, emptied } = changed(view, next, name);
    announce(
      w.changed(
        moved.map((one) => w.moved(saidName(words, one), roles[roleOf(next, one)])),
        emptied.map((axis) => roles[axis]),
      ),
    );
  };
  return {
    choosing,
    setChoosing,
    onPlace: (axis) => (name, before) => move(placedAt(view, name, axis, before), name),
    swap: () => move({ rows: view.columns, columns: view.rows }),
    chip: (variable) => (
      <AxisChip
        key={variable.name}
        variable={variable}
        shown={arrangement.shownOf(variable).length}
        role={roleOf(view, variable.name)}
        roles={roles}
        onRole={(role) => {
          move(withRole(view, variable.name, role), variable.name);
          // On another axis it is another button.
          focusAfter(() =>
            document.querySelector<HTMLElement>(`[data-variable="${CSS.escape(variable.name)}"]`),
          );
        }}
        onValues={() => setChoosing(variable)}
      />
    ),
  };
}
