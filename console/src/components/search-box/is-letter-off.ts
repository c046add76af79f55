import { preferences } from '../../preferences/preferences.ts';

/** Whether the key is a single letter or sign, and those are no shortcuts for this account. */
export const isLetterOff = ({ key }: KeyboardEvent): boolean =>
  key.length === 1 && !preferences.chosen.letters;
