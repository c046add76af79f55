import type { ImageParams } from './params.ts';

/** Characters of a summary, of which the rest is not kept. */
const LONGEST = 200;
/** A long prompt gives way to the values, but keeps this much. */
const LEAST_PROMPT = 100;
const BETWEEN = ' · ';

/** "a {animal} in {place} · fox, owl · forest, desert": searches find the values, which the prompt does not name. */
export function promptWithValues({
  prompt,
  variables = {},
}: Pick<ImageParams, 'prompt' | 'variables'>): string {
  const values = Object.values(variables)
    .map((of_one) => of_one.filter((value) => value.trim()).join(', '))
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
