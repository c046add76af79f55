import { useSyncExternalStore } from 'react';
import { type Chosen, preferences } from './preferences.ts';

const subscribe = (listener: () => void) => preferences.subscribe(listener);

export const usePreferences = (): Chosen => useSyncExternalStore(subscribe, () => preferences.chosen);
