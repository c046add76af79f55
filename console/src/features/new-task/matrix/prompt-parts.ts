/** A prompt in parts: `name` is set where a placeholder stands, `text` is what was typed there. */
export interface PromptPart {
  text: string;
  name: string | null;
}

const TOKENS = /\{\{|\}\}|\{\s*([^{}]*[^{}\s])\s*\}/g;

/** As the server reads it: `{{` and `}}` are braces, spaces inside a placeholder do not count. */
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

/** Each name once, in the order in which they first stand. */
export const namesIn = (prompt: string): string[] => [
  ...new Set(promptParts(prompt).flatMap(({ name }) => name ?? [])),
];

/** The prompt of one picture, in parts: `name` tells which variable a part is the value of. */
export const filledParts = (prompt: string, label: Record<string, string>): PromptPart[] =>
  promptParts(prompt).map(({ text, name }) =>
    name === null
      ? { text: text.replaceAll('{{', '{').replaceAll('}}', '}'), name }
      : { text: label[name] ?? text, name },
  );
