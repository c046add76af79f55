/** A part of a prompt. `name` is set for placeholders; `text` is the typed text. */
export interface PromptPart {
  text: string;
  name: string | null;
}

const TOKENS = /\{\{|\}\}|\{(?=\s*[^{}\s])([^{}]*)\}/g;

/** Splits a prompt like the server: `{{` and `}}` are braces, and spaces inside placeholders are ignored. */
export function promptParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = [];
  const say = (text: string) => text && parts.push({ text, name: null });
  let from = 0;
  for (const match of prompt.matchAll(TOKENS)) {
    const [text, name] = match;
    if (name === undefined) continue;
    say(prompt.slice(from, match.index));
    parts.push({ text, name: name.trim().normalize() });
    from = match.index + text.length;
  }
  say(prompt.slice(from));
  return parts;
}

/** Letters and digits of any script, and underscores, as in the schema of the task type. */
export const isName = (name: string): boolean => /^[\p{L}\p{M}\p{N}_]{1,40}$/u.test(name);

/** Braces that the server takes for plain text, or a placeholder that it refuses, though they look meant as a variable. */
export type BraceTrouble = { kind: 'wide' } | { kind: 'loose' } | { kind: 'name'; name: string };

export function braceTrouble(prompt: string): BraceTrouble | null {
  if (/[｛｝]/.test(prompt)) return { kind: 'wide' };
  if (/[{}]/.test(prompt.replaceAll(TOKENS, ''))) return { kind: 'loose' };
  const name = namesIn(prompt).find((one) => !isName(one));
  return name === undefined ? null : { kind: 'name', name };
}

/** The prompt with the braces that make a variable. */
export const withPlainBraces = (prompt: string): string => prompt.replaceAll('｛', '{').replaceAll('｝', '}');

/** The distinct names of placeholders in the order of their first use. */
export const namesIn = (prompt: string): string[] => [
  ...new Set(promptParts(prompt).flatMap(({ name }) => name ?? [])),
];

/** The prompt of one picture in parts. `name` is the variable whose value the part is. */
export const filledParts = (prompt: string, label: Record<string, string>): PromptPart[] =>
  promptParts(prompt).map(({ text, name }) =>
    name === null
      ? { text: text.replaceAll('{{', '{').replaceAll('}}', '}'), name }
      : { text: label[name] ?? text, name },
  );
