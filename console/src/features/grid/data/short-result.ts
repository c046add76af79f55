import type { Item } from '@client';

const SHOWN = 80;

/** A result in few words; what the labels say of it is left out. */
export function shortResult({ result, label }: Item): string {
  const text = typeof result === 'string' ? result : (factsOf(result, label) ?? JSON.stringify(result));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function factsOf(result: unknown, label: Item['label']): string | null {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return null;
  const facts = Object.entries(result).filter(([name, value]) => label?.[name] !== value);
  if (facts.some(([, value]) => typeof value === 'object')) return null;
  return facts.map(([name, value]) => `${name} ${value}`).join('\n');
}
