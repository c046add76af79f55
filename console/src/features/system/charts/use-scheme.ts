import { useSyncExternalStore } from 'react';
import { usePreferences } from '../../../preferences/use-preferences.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};

/** The current colour scheme. Canvases must be redrawn when it changes. */
export function useScheme(): 'light' | 'dark' {
  const { theme } = usePreferences();
  const is_dark = useSyncExternalStore(subscribe, () => dark.matches);
  if (theme !== 'system') return theme;
  return is_dark ? 'dark' : 'light';
}
