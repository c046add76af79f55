import { type ReactNode, useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import { type Arrangement, placedAt, type Role, roleOf, withRole } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import type { Size, View } from '../view/view.ts';
import styles from './axes-bar.module.css';
import { AxisChip } from './axis-chip.tsx';
import { AxisZone } from './axis-zone.tsx';
import { StepControl } from './step-control.tsx';
import { ValuesDialog } from './values-dialog.tsx';

interface Props {
  arrangement: Arrangement;
  variables: readonly Variable[];
  view: View;
  onView(change: Partial<View>): void;
  /** Whether a press selects a cell, in place of showing it. */
  selecting: boolean;
  onSelecting(on: boolean): void;
  /** What else can be done with the grid. */
  children: ReactNode;
}

const sizesOf = (w: Words['grid']): readonly { value: Size; label: string }[] => [
  { value: 'fit', label: w.size_fit },
  { value: 's', label: w.size_s },
  { value: 'm', label: w.size_m },
  { value: 'l', label: w.size_l },
  { value: 'xl', label: w.size_xl },
];

const rolesOf = (w: Words['grid']): Record<Role, string> => ({
  rows: w.rows,
  inner_rows: w.inner_rows,
  columns: w.columns,
  inner_columns: w.inner_columns,
  step: w.step,
});

const saidStep = (words: Words, { name, values }: Variable, value: number): string =>
  words.grid.now_at(saidName(words, name), saidValue(words, name, values[value] ?? ''));

/** Which variable lies on which axis. */
export function AxesBar({ arrangement, variables, view, onView, selecting, onSelecting, children }: Props) {
  const words = useWords();
  const { grid: w } = words;
  const formats = useFormats();
  const [choosing, setChoosing] = useState<Variable | null>(null);
  const [said, setSaid] = useState('');
  const [dragging, setDragging] = useState(false);
  const roles = rolesOf(w);
  const move = (name: string, change: Pick<View, 'rows' | 'columns'>) => {
    onView(change);
    setSaid(w.moved(saidName(words, name), roles[roleOf(change, name)]));
  };
  const chip = (variable: Variable) => (
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
  );
  const zone = (axis: 'rows' | 'columns' | 'steps') => ({
    onPlace: (name: string, before: string | null) => move(name, placedAt(view, name, axis, before)),
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that a variable in it is dragged
    <div
      className={styles.bar}
      // A browser gives up a drag whose page changes while it begins.
      onDragStart={() => setTimeout(() => setDragging(true))}
      // A variable that lies elsewhere now is another element: its drag ends without a word.
      onDrop={() => setDragging(false)}
      onDragEnd={() => setTimeout(() => setDragging(false))}
    >
      <AxisZone label={w.rows} {...zone('rows')}>
        {arrangement.rows.variables.map(chip)}
      </AxisZone>
      <IconButton
        icon="swap"
        label={w.swap}
        onClick={() => {
          onView({ rows: view.columns, columns: view.rows });
          setSaid(w.swapped(formats.list(view.columns.map((name) => saidName(words, name)))));
        }}
      />
      <AxisZone label={w.columns} {...zone('columns')}>
        {arrangement.columns.variables.map(chip)}
      </AxisZone>
      {(arrangement.steps.length > 0 || (dragging && variables.length > 1)) && (
        <AxisZone
          label={w.steps}
          hint={arrangement.steps.length === 0 ? w.steps_hint : null}
          {...zone('steps')}
        >
          {arrangement.steps.map((variable) => (
            <StepControl
              key={variable.name}
              variable={variable}
              shown={arrangement.shownOf(variable)}
              at={arrangement.stepAt(variable)}
              onAt={(value) => {
                onView({ at: { ...view.at, [variable.name]: value } });
                setSaid(saidStep(words, variable, value));
              }}
            >
              {chip(variable)}
            </StepControl>
          ))}
        </AxisZone>
      )}
      <span className={styles.size}>
        <Button
          look={selecting ? 'primary' : 'secondary'}
          icon="check"
          aria-pressed={selecting}
          onClick={() => onSelecting(!selecting)}
        >
          {w.select}
        </Button>
        <Segmented
          label={w.size}
          options={sizesOf(w)}
          value={view.size}
          onValue={(size) => onView({ size })}
        />
        {children}
      </span>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      {choosing && (
        <ValuesDialog
          variable={choosing}
          shown={arrangement.shownOf(choosing)}
          onShown={(list) => {
            const { [choosing.name]: _, ...others } = view.show;
            onView({ show: list ? { ...others, [choosing.name]: list } : others });
          }}
          onClose={() => setChoosing(null)}
        />
      )}
    </div>
  );
}
