import type { ComponentProps } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import { Tooltip } from '../tooltip/tooltip.tsx';

interface Props extends ComponentProps<'button'> {
  /** The name of the row that the handle moves. */
  of: string;
}

/** The handle by which a row is dragged. While it has the focus, it says which keys move the row. */
export function DragHandle({ of, ...rest }: Props) {
  const { components: w } = useWords();
  return (
    <Tooltip text={w.handle_hint}>
      <button
        type="button"
        aria-label={w.move(of)}
        aria-description={w.handle_hint}
        aria-keyshortcuts="ArrowUp ArrowDown"
        {...rest}
      >
        <Icon name="drag" />
      </button>
    </Tooltip>
  );
}
