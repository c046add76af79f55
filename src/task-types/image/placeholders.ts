import { normalText } from '../../runtime/text.ts';

/** A prompt cut at its placeholders: texts and names in turn, first and last a text. */
export interface Template {
  texts: string[];
  names: string[];
}

/**
 * Reads `{name}` placeholders; spaces inside the braces do not count. `{{` and `}}` stand for one brace, and a brace
 * without its partner, an empty pair, or full-width braces, for themselves.
 */
export function parseTemplate(prompt: string): Template {
  const texts: string[] = [];
  const names: string[] = [];
  let text = '';
  let from = 0;
  for (const match of prompt.matchAll(/\{\{|\}\}|\{(?=\s*[^{}\s])([^{}]*)\}/g)) {
    text += prompt.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[1] === undefined) text += match[0].charAt(0);
    else {
      texts.push(text);
      names.push(normalText(match[1].trim()));
      text = '';
    }
  }
  texts.push(text + prompt.slice(from));
  return { texts, names };
}

/** Names in full-width braces, which are ordinary characters: keyboards for Chinese type them. */
export const fullWidthNames = (prompt: string): string[] =>
  parseTemplate(prompt.replaceAll('｛', '{').replaceAll('｝', '}')).names;

/** The prompt with a value in place of each name. */
export function fillTemplate(template: Template, value: (name: string) => string): string {
  return template.texts.reduce((filled, text, i) => filled + value(template.names[i - 1] as string) + text);
}
