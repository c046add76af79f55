import { type ReactNode, useState } from 'react';
import { announce } from '../../../components/announce/announcements.ts';
import { useNarrow } from '../../../components/page/use-narrow.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import type { View } from '../view/view.ts';
import styles from './axes-bar.module.css';
import { AxesFold } from './axes-fold.tsx';
import { AxesZones } from './axes-zones.tsx';
import { SelectCells, SizeChoice } from './cells-choice.tsx';
import { StepsZone } from './steps-zone.tsx';
import { useAxes } from './use-axes.tsx';
import { ValuesDialog } from './values-dialog.tsx';

interface Props {
  arrangement: Arrangement;
  variables: readonly Variable[];
  view: View;
  onView(change: Partial<View>): void;
  /** Whether a click selects a cell instead of opening it. */
  selecting: boolean;
  onSelecting(on: boolean): void;
  /** Further actions for the grid. */
  children: ReactNode;
}

const saidStep = (words: Words, { name, values }: Variable, value: number): string =>
  words.grid.now_at(saidName(words, name), saidValue(words, name, values[value] ?? ''));

/** Which variable lies on which axis, and the tools of the grid: on a wide window in the line of the tabs, on a phone beside the folded axes. */
export function AxesBar({ arrangement, variables, view, onView, selecting, onSelecting, children }: Props) {
  const words = useWords();
  const narrow = useNarrow();
  const [dragging, setDragging] = useState(false);
  const axes = useAxes(arrangement, view, onView);
  const { choosing, chip } = axes;
  const zones = <AxesZones arrangement={arrangement} axes={axes} />;
  const size = <SizeChoice value={view.size} onValue={(next) => onView({ size: next })} />;
  const tools = (
    <div key="tools" className={styles.tools} data-tools>
      <SelectCells on={selecting} onSelecting={onSelecting} />
      {!narrow && size}
      {children}
    </div>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that a variable in it is dragged
    <div
      className={styles.bar}
      data-dragging={dragging}
      // Browsers abort a drag if the page changes in the same moment.
      onDragStart={() => setTimeout(() => setDragging(true))}
      // The dropped variable has a new element, so the old one gets no `dragend`.
      onDrop={() => setDragging(false)}
      onDragEnd={() => setTimeout(() => setDragging(false))}
    >
      {!narrow && tools}
      <AxesFold narrow={narrow} arrangement={arrangement} inside={[zones, size]}>
        <StepsZone
          arrangement={arrangement}
          open={arrangement.steps.length > 0 || (dragging && variables.length > 1)}
          onPlace={axes.onPlace('steps')}
          onAt={(variable, value) => {
            onView({ at: { ...view.at, [variable.name]: value } });
            announce(saidStep(words, variable, value));
          }}
          chip={chip}
        />
      </AxesFold>
      {narrow && tools}
      {choosing && (
        <ValuesDialog
          variable={choosing}
          shown={arrangement.shownOf(choosing)}
          onShown={(list) => {
            const { [choosing.name]: _, ...others } = view.show;
            onView({ show: list ? { ...others, [choosing.name]: list } : others });
          }}
          onClose={() => axes.setChoosing(null)}
        />
      )}
    </div>
  );
}
