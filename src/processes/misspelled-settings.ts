import { nearMiss } from '../runtime/nearest.ts';
import { settingSpecs } from '../settings.ts';

/**
 * What is to be said of names in `.env` that are almost those of settings, each as `text; what to do`. Other names are left alone: they
 * are for task types.
 */
export function misspelledSettings(names: readonly string[]): string[] {
  const known = Object.keys(settingSpecs);
  return names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = nearMiss(name, known);
      return meant === null ? [] : [`${name} in .env is not a setting; did you mean ${meant}?`];
    });
}
