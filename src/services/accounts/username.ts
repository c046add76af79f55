/**
 * The part of an e-mail before the @ according to PRECIS UsernameCaseMapped (RFC 8265, with the identifier class of RFC 8264): one
 * spelling for names that look the same, and no invisible characters. Beyond the profile, a Cyrillic `а` cannot stand in for `a`
 * (look-alikes.ts).
 */
import { isWrittenTogether, looksLatin } from './look-alikes.ts';

/** Fullwidth and halfwidth forms, which the width mapping rule replaces. */
const WIDE = /[\u3000\uff01-\uffee]/gu;

/** Letters, digits and marks; printable ASCII is allowed besides. */
const LETTER_DIGITS = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u;
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Join_Control}]/u;
const OLD_HANGUL_JAMO = /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb]/u;
/** RFC 5892, 2.6: code points with a rule of their own. */
const ALLOWED_EXCEPTIONS = new Set('ßς་〇'.split(''));
const REFUSED_EXCEPTIONS = new Set('ـߺ〮〯〱〲〳〴〵〻'.split(''));

/** RFC 5892, appendix A: allowed next to certain neighbours only. */
const CONTEXT: Record<string, (before: string, after: string, whole: string) => boolean> = {
  '·': (before, after) => before === 'l' && after === 'l',
  '׳': (before) => /\p{Script=Hebrew}/u.test(before),
  '״': (before) => /\p{Script=Hebrew}/u.test(before),
  '・': (_before, _after, whole) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(whole),
};
const ARABIC_DIGITS = /[\u0660-\u0669]/u;
const MORE_ARABIC_DIGITS = /[\u06f0-\u06f9]/u;

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thaana}]/u;

/** The normalized spelling of a user name; names with the same spelling are equal. It does not check whether the name is allowed. */
export const mapUsername = (text: string): string =>
  text
    .replace(WIDE, (one) => one.normalize('NFKC'))
    .normalize('NFC')
    // Otherwise, the lower case of the Turkish İ would be an i with a second dot.
    .replaceAll('İ', 'i')
    .toLowerCase()
    .normalize('NFC');

/** Whether a normalized user name contains only what RFC 8265 allows, in scripts that are written together, and cannot be read as another. */
export const isSoundUsername = (name: string): boolean => isSoundText(name) && !looksLatin(name);

/** The same without the last rule, for a name that not everybody can take. */
export function isSoundText(name: string): boolean {
  const characters = [...name];
  const sound = characters.every((one, at) =>
    isAllowed(one, characters[at - 1] ?? '', characters[at + 1] ?? '', name),
  );
  return sound && characters.length > 0 && isOneDirection(name) && isWrittenTogether(name);
}

function isAllowed(one: string, before: string, after: string, whole: string): boolean {
  if (/^[\x21-\x7e]$/.test(one)) return true;
  if (ALLOWED_EXCEPTIONS.has(one)) return true;
  const inContext = CONTEXT[one];
  if (inContext) return inContext(before, after, whole);
  if (REFUSED_EXCEPTIONS.has(one) || IGNORABLE.test(one) || OLD_HANGUL_JAMO.test(one)) return false;
  // Compatibility forms (ligatures, circled letters) look like others.
  return one.normalize('NFKC') === one && LETTER_DIGITS.test(one);
}

/** The Bidi rule (RFC 5893) as far as letters and digits go: one direction, and no digits of two kinds. */
function isOneDirection(name: string): boolean {
  if (ARABIC_DIGITS.test(name) && MORE_ARABIC_DIGITS.test(name)) return false;
  if (!RIGHT_TO_LEFT.test(name)) return !ARABIC_DIGITS.test(name);
  const letters = [...name].filter((one) => /\p{L}/u.test(one));
  if (letters.some((one) => !RIGHT_TO_LEFT.test(one))) return false;
  return RIGHT_TO_LEFT.test([...name][0] as string) && /[\p{L}\p{N}\p{M}]$/u.test(name);
}
