import type { Item } from '@client';

/** Longer lines are cut off by the page; this keeps huge texts out of it. */
const MOST = 400;

/**
 * The first line of a result, for a list. Of an object, its first value if that is a text, and otherwise its facts side by side; what the labels
 * say is left out.
 */
export function resultLine(
  { result, label }: Pick<Item, 'result' | 'label'>,
  titleOf: (name: string) => string,
): string {
  if (typeof result !== 'object' || result === null) return firstLine(String(result));
  if (Array.isArray(result)) return firstLine(JSON.stringify(result));
  const facts = Object.entries(result).filter(([name, value]) => label?.[name] !== value && value !== null);
  const [first] = facts;
  if (typeof first?.[1] === 'string' && first[1].trim() !== '') return firstLine(first[1]);
  if (facts.some(([, value]) => typeof value === 'object')) return firstLine(JSON.stringify(result));
  return firstLine(facts.map(([name, value]) => `${titleOf(name)} ${value}`).join(' · '));
}

const firstLine = (text: string): string => (text.trim().split(/\r?\n/, 1)[0] ?? '').slice(0, MOST);
