import { Button } from '../../../components/button/button.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Size } from '../view/view.ts';

interface SizeProps {
  value: Size;
  onValue(size: Size): void;
}

/** How large the cells are. */
export function SizeChoice({ value, onValue }: SizeProps) {
  const { grid: w } = useWords();
  const options: readonly { value: Size; label: string }[] = [
    { value: 'fit', label: w.size_fit },
    { value: 's', label: w.size_s },
    { value: 'm', label: w.size_m },
    { value: 'l', label: w.size_l },
    { value: 'xl', label: w.size_xl },
  ];
  return <Segmented label={w.size} options={options} value={value} onValue={onValue} />;
}

/** Whether a press selects a cell, in place of showing it. */
export function SelectCells({ on, onSelecting }: { on: boolean; onSelecting(on: boolean): void }) {
  const { grid: w } = useWords();
  return (
    <Button
      folds
      look={on ? 'primary' : 'secondary'}
      icon="select"
      aria-pressed={on}
      onClick={() => onSelecting(!on)}
    >
      {w.select}
    </Button>
  );
}
