import type { ReactNode } from 'react';
import { useWords } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import { AxisZone } from './axis-zone.tsx';
import { StepControl } from './step-control.tsx';

interface Props {
  arrangement: Arrangement;
  /** There are some, or one may be dropped here. */
  open: boolean;
  onPlace(name: string, before: string | null): void;
  onAt(variable: Variable, value: number): void;
  chip(variable: Variable): ReactNode;
}

/** The variables of which the grid shows one value at a time. */
export function StepsZone({ arrangement: { steps, shownOf, stepAt }, open, onPlace, onAt, chip }: Props) {
  const { grid: w } = useWords();
  if (!open) return null;
  return (
    <AxisZone label={w.steps} hint={steps.length === 0 ? w.steps_hint : null} onPlace={onPlace}>
      {steps.map((variable) => (
        <StepControl
          key={variable.name}
          variable={variable}
          shown={shownOf(variable)}
          at={stepAt(variable)}
          onAt={(value) => onAt(variable, value)}
        >
          {chip(variable)}
        </StepControl>
      ))}
    </AxisZone>
  );
}
