import { type RefObject, useLayoutEffect } from 'react';

/** What was pressed is pressed again at times, and so is what is right beside it. */
const NEAR_PX = 24;

/** Messages go to the other end of the window while they would cover what has the focus: mostly what was pressed last. */
export function useOutOfWay(viewport: RefObject<HTMLElement | null>, count: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more message needs more room
  useLayoutEffect(() => {
    const place = () => {
      const shown = viewport.current;
      const focused = document.activeElement;
      if (!shown || !focused || shown.contains(focused)) return;
      // Where they stand when nothing is in their way.
      delete shown.dataset.above;
      const [one, other] = [focused.getBoundingClientRect(), shown.getBoundingClientRect()];
      const covers = one.bottom > other.top - NEAR_PX && one.right > other.left - NEAR_PX;
      // A whole page or a long text has the focus: it would be covered everywhere.
      const isLarge = one.height > other.height * 2 + 2 * NEAR_PX;
      if (covers && !isLarge && one.top < other.bottom + NEAR_PX) shown.dataset.above = '';
    };
    place();
    document.addEventListener('focusin', place);
    return () => document.removeEventListener('focusin', place);
  }, [viewport, count]);
}
