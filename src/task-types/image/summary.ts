import { listed } from '../definition/texts-of-params.ts';
import type { ImageParams } from './params.ts';

/** Maximum number of characters of a summary. */
const LONGEST = 200;
/** A long prompt is shortened to make room for the values, but keeps at least this many characters. */
const LEAST_PROMPT = 100;
const BETWEEN = ' · ';

/** "a {animal} in {place} · fox, owl · forest, desert". Contains the values, so that searches find them. */
export function promptWithValues({
  prompt,
  variables = {},
}: Pick<ImageParams, 'prompt' | 'variables'>): string {
  const values = Object.values(variables)
    .map((of_one) => listed(of_one.filter((value) => value.trim())))
    .filter(Boolean)
    .join(BETWEEN);
  if (!values) return prompt;
  const room = Math.max(LEAST_PROMPT, LONGEST - BETWEEN.length - [...values].length);
  return `${shortened(prompt.replaceAll(/\s+/g, ' ').trim(), room)}${BETWEEN}${values}`;
}

function shortened(text: string, room: number): string {
  const characters = [...text];
  return characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : text;
}
