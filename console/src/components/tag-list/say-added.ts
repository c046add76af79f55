import type { Words } from '../../words/words-context.tsx';
import { sentences } from '../states/sentence.ts';
import type { Added } from './split-list.ts';

/** Names that are read out after one change; of more the number is enough. */
const MOST_NAMES = 5;

/** What is read out when values were added, or were not. */
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
