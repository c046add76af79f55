import type { Option } from '../select/select.tsx';

const plain = (text: string): string => text.trim().toLowerCase();

/** Whether a name of the option, or one of its words, contains the typed text. */
export const fits = ({ label, hint = '', words = '' }: Option<string>, text: string): boolean =>
  [label, hint, words].some((one) => plain(one).includes(plain(text)));

const hasName = ({ label, value }: Option<string>, text: string): boolean =>
  [label, value].some((one) => plain(one) === plain(text));

/** Finds the option for a typed text: the only one with this name, or the only one whose names contain it. */
export function optionOf(text: string, options: readonly Option<string>[]): Option<string> | undefined {
  const fit = options.filter((option) => fits(option, text));
  const named = fit.filter((option) => hasName(option, text));
  const best = named.length > 0 ? named : fit;
  return best.length === 1 ? best[0] : undefined;
}

/** Enter takes the first that fits: the option with the very name that was typed comes first. */
export function namedFirst(text: string, options: readonly Option<string>[]): readonly Option<string>[] {
  const named = options.find((option) => hasName(option, text));
  return named ? [named, ...options.filter((one) => one !== named)] : options;
}
