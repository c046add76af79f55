import { Random } from '../drawing/random.ts';
import { readConcepts } from '../words.ts';
import { type StyleChoice, type StyleName, styleNames, styles } from './catalogue.ts';

/** The style itself for a named one; for `auto` the one that suits most of the prompt, ties settled by prompt and seed. */
export function chooseStyle(choice: StyleChoice, prompt: string, seed: number): StyleName {
  if (choice !== 'auto') return choice;
  const concepts = readConcepts(prompt);
  const words = new Set(prompt.toLowerCase().match(/[a-z]+/g));
  const isCalled = (style: StyleName) =>
    [style, ...styles[style].called.split(' ')].some((name) =>
      /[a-z]/.test(name) ? words.has(name) : prompt.includes(name),
    );
  const score = (style: StyleName) => {
    let sum = isCalled(style) ? 6 : 0;
    for (const [i, concept] of concepts.entries()) {
      const rank = styles[style].suits.indexOf(concept);
      // What a style is made for counts most, what it can also show less, and what is named first a little more.
      if (rank >= 0) sum += (rank === 0 ? 3 : 1) + (i === 0 ? 0.5 : 0);
    }
    return sum;
  };
  const scores = styleNames.map(score);
  const best = Math.max(...scores);
  const random = new Random(`style\n${seed}\n${prompt}`);
  return random.pick(styleNames.filter((_, i) => scores[i] === best));
}
