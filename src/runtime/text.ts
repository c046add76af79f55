/** Text that every reader of UTF-8 and JSON accepts: JavaScript strings may contain half a character (a lone surrogate). */

/** At most `most` UTF-16 units of the text, never ending in half a character; lone halves inside become U+FFFD. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text.toWellFormed();
  const splits =
    most > 0 && isHighSurrogate(text.charCodeAt(most - 1)) && isLowSurrogate(text.charCodeAt(most));
  return text.slice(0, splits ? most - 1 : most).toWellFormed();
}

/**
 * What a reader does not see, or what changes how the text beside it is shown: control characters, direction marks, zero-width and
 * other invisible characters, line separators. Variation selectors are no part of it: they choose the form of the character before them.
 */
const UNSEEN =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]--\p{Variation_Selector}]+/gv;

/** The text on one line, for a terminal or a file name: a space for what cannot be seen. */
export const plainLine = (text: string): string => text.toWellFormed().replace(UNSEEN, ' ');

/** More marks on one letter than any language writes. Normalising a run of them takes time that grows with its square. */
const LONG_RUN = /\p{M}{31}/u;
const SHORT_RUNS = /\P{M}*\p{M}{0,30}/gu;

/** `String.normalize` in time that grows with the text alone: of more than 30 marks in a row, each 30 are normalised by themselves. */
export const normalText = (text: string, form: 'NFC' | 'NFD' | 'NFKC' = 'NFC'): string =>
  LONG_RUN.test(text) ? text.replace(SHORT_RUNS, (run) => run.normalize(form)) : text.normalize(form);

const BREAKS_NAME = /[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;
const SEEN = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether people can read the text as a name: on one line, without control characters, and not blank. Empty is no name, but allowed. */
export const isNameText = (text: string): boolean =>
  text === '' || (!BREAKS_NAME.test(text) && SEEN.test(text));

/** Also direction marks, with which a name could change how the text beside it is shown; joiners inside emoji and words stay. */
const BREAKS_LINE = /[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]+/gu;

/** What code of others gives as a name, as a name: on one line, at most `most` characters; empty if nothing of it can be read. */
export function nameLine(text: unknown, most: number): string {
  if (typeof text !== 'string') return '';
  // Not more is looked at than could be kept, even if half of it is white space.
  const line = cutText(text.trimStart(), 4 * most)
    .replace(BREAKS_LINE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = line.length <= most ? line : [...line].slice(0, most).join('').trimEnd();
  return isNameText(short) ? short : '';
}

/** The same JSON value with U+FFFD for every half character, also in keys. A well-formed value is returned unchanged, not copied. */
export function wellFormed<T>(value: T): T {
  return formed(value) as T;
}

/** JSON without half characters: `JSON.stringify` writes those as escapes, which every reader turns into half a character again. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return HALF_ESCAPED.test(text) ? JSON.stringify(wellFormed(value)) : text;
}

/** The same for a JSON text. */
export function wellFormedJson(text: string): string {
  return HALF_ESCAPED.test(text) ? JSON.stringify(wellFormed(JSON.parse(text))) : text.toWellFormed();
}

/** Also matches whole characters written as two escapes; these are then examined more closely. */
const HALF_ESCAPED = /\\ud[89a-f]/i;

function formed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return formedList(value);
  const prototype = Object.getPrototypeOf(value);
  // Dates, buffers and the like become text elsewhere.
  return prototype === Object.prototype || prototype === null ? formedObject(value) : value;
}

function formedList(list: unknown[]): unknown[] {
  const next = list.map(formed);
  return next.some((entry, at) => entry !== list[at]) ? next : list;
}

function formedObject(object: object): object {
  let changed = false;
  const next = Object.entries(object).map(([key, entry]): [string, unknown] => {
    const pair: [string, unknown] = [key.toWellFormed(), formed(entry)];
    changed ||= pair[0] !== key || pair[1] !== entry;
    return pair;
  });
  return changed ? Object.fromEntries(next) : object;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
