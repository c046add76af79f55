import { halfWidth } from '../../../formats/half-width.ts';
import type { NamedList } from '../schema/values.ts';
import { namesIn } from './prompt-parts.ts';

/** Variables that set a param of the same name and are not used in the prompt. */
export const SPECIAL = ['seed', 'style', 'ratio'] as const;
export type Special = (typeof SPECIAL)[number];

export const isSpecial = (name: string): name is Special => (SPECIAL as readonly string[]).includes(name);

/** Number of pictures that these variables make. */
export const countOf = (variables: readonly NamedList[]): number =>
  variables.reduce((product, { values }) => product * values.length, 1);

/**
 * The variables after an edit of the prompt. A placeholder brings its variable, and one without values goes with its placeholder.
 * Where one name took the place of another, the values go over to the new name.
 */
export function variablesAfter(variables: readonly NamedList[], before: string, after: string): NamedList[] {
  const was = namesIn(before);
  const names = namesIn(after).filter((name) => !isSpecial(name));
  const gone = was.filter((name) => !names.includes(name));
  const come = names.filter((name) => !was.includes(name));
  const renamed = gone.length === 1 && come.length === 1 && !variables.some(({ name }) => name === come[0]);
  const kept = variables
    .map((one) => (renamed && one.name === gone[0] ? { ...one, name: come[0] as string } : one))
    .filter(({ name, values }) => values.length > 0 || isSpecial(name) || names.includes(name));
  const missing = names.filter((name) => !kept.some((one) => one.name === name));
  return [...kept, ...missing.map((name) => ({ name, values: [] }))];
}

const HIGHEST_SEED = 4_294_967_295;
/** More than a variable takes, so that it is said how many were left out. Of a longer range, the server says what is wrong with it. */
const MOST_OF_RANGE = 10_000;

/** Expands `1..4`, also as a keyboard for Chinese types it, into four seeds; returns other text unchanged, digits in half width. */
export function seedsOf(given: string): string[] {
  const text = halfWidth(given);
  const [, from, to] = /^(\d{1,10})(?:\.\.|。。)(\d{1,10})$/.exec(text.trim()) ?? [];
  const count = Number(to) - Number(from) + 1;
  // Without a range, it is no number.
  if (!(count >= 1 && count <= MOST_OF_RANGE)) return [text];
  return Array.from({ length: count }, (_, step) => String(Number(from) + step));
}

export const randomSeed = (): string => String(crypto.getRandomValues(new Uint32Array(1))[0] ?? HIGHEST_SEED);

/** Appends a placeholder to the prompt, apart from what stands there: Chinese has commas for it, and no spaces. */
export const withPlaceholder = (prompt: string, name: string): string =>
  `${prompt}${separatorAfter(prompt)}{${name}}`;

function separatorAfter(prompt: string): string {
  if (/^$|[\s，、；：。！？（“]$/.test(prompt)) return '';
  return /\p{Script=Han}\}?$/u.test(prompt) ? '，' : ' ';
}

/** A name that is not used yet: `variable`, `variable_2`… */
export function freeName(base: string, variables: readonly NamedList[]): string {
  const taken = (name: string) => variables.some((one) => one.name === name);
  if (!taken(base)) return base;
  let number = 2;
  while (taken(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}
