import { useSyncExternalStore } from 'react';

/** A hook that tells whether the window is as wide as this media query says. */
function widthHook(query: string): () => boolean {
  const list = matchMedia(query);
  const subscribe = (tell: () => void): (() => void) => {
    list.addEventListener('change', tell);
    return () => list.removeEventListener('change', tell);
  };
  return () => useSyncExternalStore(subscribe, () => list.matches);
}

/** Whether there is room for one column alone (as the style sheets have it): for what is then put together in another way, not only laid out so. */
export const useNarrow = widthHook('(max-width: 720px)');

/** Whether the navigation is folded away, and lies above the page when it is opened. */
export const useFoldedMenu = widthHook('(max-width: 820px)');
