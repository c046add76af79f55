/** A part of a prompt. `name` is set for placeholders; `text` is the typed text. */
export interface PromptPart {
  text: string;
  name: string | null;
}

const TOKENS = /\{\{|\}\}|\{\s*([^{}]*[^{}\s])\s*\}/g;

/** Splits a prompt like the server: `{{` and `}}` are braces, and spaces inside placeholders are ignored. */
export function promptParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = [];
  const say = (text: string) => text && parts.push({ text, name: null });
  let from = 0;
  for (const match of prompt.matchAll(TOKENS)) {
    const [text, name] = match;
    if (name === undefined) continue;
    say(prompt.slice(from, match.index));
    parts.push({ text, name: name.normalize() });
    from = match.index + text.length;
  }
  say(prompt.slice(from));
  return parts;
}

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
