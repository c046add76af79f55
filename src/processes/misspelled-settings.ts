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

/**
 * What is wrong if NODE_ENV is not set, but `.env` has a name that is almost that, or the environment has it in another case: the server
 * would run without the checks of production. Null otherwise.
 */
export function misspelledMode(
  dot_env_names: readonly string[],
  environment: Record<string, string | undefined>,
): string | null {
  if (environment.NODE_ENV?.trim()) return null;
  const known = Object.keys(settingSpecs);
  const almost = dot_env_names.find((one) => one !== 'NODE_ENV' && nearMiss(one, known) === 'NODE_ENV');
  const other_case = Object.keys(environment).find(
    (one) => one !== 'NODE_ENV' && one.toUpperCase() === 'NODE_ENV',
  );
  const name = almost ?? other_case;
  if (name === undefined) return null;
  const place = dot_env_names.includes(name) ? '.env' : 'the environment';
  return `${name} in ${place} is not a setting; did you mean NODE_ENV? Correct the name, or set NODE_ENV as well: it decides whether secrets and passwords are checked`;
}
