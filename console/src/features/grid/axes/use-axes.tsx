import { type ReactNode, useState } from 'react';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import { type Arrangement, placedAt, type Role, roleOf, withRole } from '../view/arrange.ts';
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
  /** Read out. */
  said: string;
  say(text: string): void;
  /** Of which variable the values are being chosen. */
  choosing: Variable | null;
  setChoosing(variable: Variable | null): void;
}

/** What moves variables from one axis to another, wherever it stands. */
export function useAxes(arrangement: Arrangement, view: View, onView: (change: Partial<View>) => void): Axes {
  const words = useWords();
  const { grid: w } = words;
  const formats = useFormats();
  const [choosing, setChoosing] = useState<Variable | null>(null);
  const [said, say] = useState('');
  const roles = rolesOf(w);
  const move = (name: string, change: Pick<View, 'rows' | 'columns'>) => {
    onView(change);
    say(w.moved(saidName(words, name), roles[roleOf(change, name)]));
  };
  return {
    said,
    say,
    choosing,
    setChoosing,
    onPlace: (axis) => (name, before) => move(name, placedAt(view, name, axis, before)),
    swap() {
      onView({ rows: view.columns, columns: view.rows });
      say(w.swapped(formats.list(view.columns.map((name) => saidName(words, name)))));
    },
    chip: (variable) => (
      <AxisChip
        key={variable.name}
        variable={variable}
        shown={arrangement.shownOf(variable).length}
        role={roleOf(view, variable.name)}
        roles={roles}
        onRole={(role) => {
          move(variable.name, withRole(view, variable.name, role));
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
