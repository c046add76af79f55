import { useSyncExternalStore } from 'react';

/** As the style sheets have it: a phone, or a window as narrow as one. */
const narrow = matchMedia('(max-width: 720px)');

const subscribe = (tell: () => void): (() => void) => {
  narrow.addEventListener('change', tell);
  return () => narrow.removeEventListener('change', tell);
};

/** Whether there is room for one column alone: for what is then put together in another way, not only laid out so. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
