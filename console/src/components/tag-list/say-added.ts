import type { Words } from '../../words/words-context.tsx';
import { sentences } from '../states/sentence.ts';
import type { Added } from './split-list.ts';

/** Up to this many added values are read out by name; of more, only the number is. */
const MOST_NAMES = 5;

/** The text that is read out after values were added or refused. */
export function sayAdded(
  w: Words['components'],
  { next, added, twice, left_out }: Added,
  most: number,
  called: (value: string) => string,
): string {
  const said = [];
  if (added.length > MOST_NAMES) said.push(w.added_many(added.length, next.length));
  else if (added.length > 0) said.push(w.added(added.map(called), next.length));
  if (twice.length > 0) said.push(w.twice(twice.slice(0, MOST_NAMES).map(called)));
  if (left_out > 0) said.push(w.no_more(most, left_out));
  return sentences(said);
}
