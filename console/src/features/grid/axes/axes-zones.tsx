import { IconButton } from '../../../components/button/icon-button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import { AxisZone } from './axis-zone.tsx';
import type { Axes } from './use-axes.tsx';

/** The variables in the rows and in the columns, and the way to swap the two. */
export function AxesZones({
  arrangement: { rows, columns },
  axes,
}: {
  arrangement: Arrangement;
  axes: Axes;
}) {
  const { grid: w } = useWords();
  return (
    <>
      <AxisZone label={w.rows} onPlace={axes.onPlace('rows')}>
        {rows.variables.map(axes.chip)}
      </AxisZone>
      <IconButton icon="swap" label={w.swap} onClick={axes.swap} />
      <AxisZone label={w.columns} onPlace={axes.onPlace('columns')}>
        {columns.variables.map(axes.chip)}
      </AxisZone>
    </>
  );
}
