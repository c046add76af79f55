/**
 * Every setting, once: name, type, default and meaning, in one file of `src/settings` for each group. Types, `.env.example`
 * and docs/configuration.md follow from here. An empty value counts as not set. A bad value is refused by name and rule;
 * the value itself is never shown.
 */

import { OperatorError } from './runtime/operator-error.ts';
import { productionFaults, together } from './settings/combinations.ts';
import type { SettingSpec } from './settings/setting-kinds.ts';
import { type Settings, settingSpecs } from './settings/setting-specs.ts';

export { type Settings, settingSpecs };

/** Thrown by `readSettings`; the message lists each setting with its rule. */
export class SettingsError extends OperatorError {}

/** Finds faults of settings that are each valid by themselves; each message begins with the name of a setting. */
export type FurtherFaults = (settings: Settings) => string[];

/**
 * Reads and checks all settings. Throws `SettingsError`. Reads no file and no global. `further` finds additional
 * faults.
 */
export function readSettings(
  env: Record<string, string | undefined>,
  further: FurtherFaults = () => [],
): Settings {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(settingSpecs) as [string, SettingSpec<unknown>][]) {
    const given = env[name]?.trim();
    const altered = one.exact === true && given !== env[name];
    const value = given ? (altered ? undefined : one.read(given)) : one.fallback;
    if (given && value === undefined)
      faults.push(`${name} must be ${(altered ? undefined : one.ruleFor?.(given)) ?? one.rule}`);
    // The checks below need a value, but these settings are not returned.
    values[name] = given && value === undefined ? one.fallback : value;
  }
  const settings = values as Settings;
  const isAtFault = (name: string) => faults.some((fault) => fault.startsWith(`${name} `));
  for (const fault of [...together(settings, env), ...productionFaults(settings), ...further(settings)])
    if (!isAtFault(fault.slice(0, fault.indexOf(' ')))) faults.push(fault);
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return Object.freeze(settings);
}
