/** The texts among the params of a task: what a list shows of a task whose type does not say what it works on. */

const CHINESE = /\p{Script=Han}/u;
const BETWEEN = ' · ';
/** Of all texts together: as many characters as a summary keeps. */
const LONGEST = 200;
/** Of one text, so that a long one leaves room for the others. */
const LONGEST_TEXT = 100;
const MOST_LISTED = 50;
const WITHOUT_TEXT = new Set<unknown>(['number', 'integer', 'boolean', 'null']);
/** Names of files mean nothing to readers, and passwords are nobody's business. */
const UNREADABLE = new Set<unknown>(['file-id', 'password']);

interface Property {
  type?: unknown;
  format?: unknown;
  writeOnly?: unknown;
}

/** The values as their language lists them. */
export const listed = (values: readonly string[]): string =>
  values.join(CHINESE.test(values[0] ?? '') ? '、' : ', ');

/** Returns a function that finds the texts in the params of a schema, in the order of its properties: "Good morning · de, fr". */
export function textsOf(schema: Record<string, unknown>): (params: unknown) => string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Property>);
  const names = properties.flatMap(([name, property]) => (mayBeRead(property) ? [name] : []));
  return (params) => {
    const texts: string[] = [];
    let room = LONGEST;
    for (const name of names) {
      if (room <= 0) break;
      const text = textOf((params as Record<string, unknown>)[name]);
      if (text) texts.push(text);
      room -= text.length;
    }
    return texts.join(BETWEEN);
  };
}

const mayBeRead = (property: Property): boolean =>
  !WITHOUT_TEXT.has(property?.type) && !UNREADABLE.has(property?.format) && property?.writeOnly !== true;

function textOf(value: unknown): string {
  if (typeof value === 'string') return shortened(value);
  if (!Array.isArray(value)) return '';
  const texts = value.slice(0, MOST_LISTED).filter((one) => typeof one === 'string');
  return shortened(listed(texts.map(shortened).filter(Boolean)));
}

function shortened(text: string): string {
  // A character may be two units long; what is cut off is not looked at.
  const start = text.slice(0, 2 * LONGEST_TEXT).trim();
  const characters = start.length > LONGEST_TEXT ? [...start] : [];
  return characters.length > LONGEST_TEXT ? `${characters.slice(0, LONGEST_TEXT - 1).join('')}…` : start;
}
