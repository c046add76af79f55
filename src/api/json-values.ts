/** Finds JSON texts that are valid but cannot be represented once they are parsed. */
import type { FaultDetail } from '../errors.ts';
import { cutText } from '../runtime/text.ts';

const MOST_DETAILS = 8;
/** The answer contains the names of fields as the caller wrote them. */
const LONGEST_PATH = 200;

/** A number is too large only if it has at least this many digits in a row, or an exponent of two digits. */
const LONG_NUMBER = 200;
const EXPONENT = /\d[eE]\+?\d\d/;

/** Only an escape can produce a lone surrogate, because the bytes are UTF-8. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Whether text in the value cannot be written as UTF-8 (a lone surrogate). */
export const hasHalfPair = (json: string, value: unknown): boolean =>
  SURROGATE.test(json) && found(value, ({ name, one }) => isHalf(name) || isHalf(one)).length > 0;

/** Numbers that JavaScript cannot hold: parsed they are infinite, and stored they would be null. */
export function tooLargeNumbers(json: string, value: unknown): FaultDetail[] {
  if (!EXPONENT.test(json) && !hasLongNumber(json)) return [];
  return found(value, ({ one }) => one === Number.POSITIVE_INFINITY || one === Number.NEGATIVE_INFINITY).map(
    (path) => ({ path, message: 'the number is too large', zh: '数值过大' }),
  );
}

/** Names that would reach the prototype of an object. Empty for text that is not JSON at all. */
export function forbiddenNames(json: string): FaultDetail[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The caller learns that it is not valid JSON.
    return [];
  }
  return found(
    value,
    ({ name, one }) => name === '__proto__' || (name === 'constructor' && isObject(one)),
  ).map((path) => ({ path, message: 'is not allowed as a field name', zh: '不允许用作字段名' }));
}

interface Named {
  name: string;
  one: unknown;
}

/** Paths of the fields and elements that the test holds for, at most eight. */
function found(root: unknown, holds: (named: Named) => boolean): string[] {
  const paths: string[] = [];
  const open: { path: string; value: unknown }[] = [{ path: '', value: root }];
  if (holds({ name: '', one: root })) paths.push('body');
  for (let next = open.pop(); next && paths.length < MOST_DETAILS; next = open.pop()) {
    if (!isObject(next.value)) continue;
    for (const [name, one] of Object.entries(next.value)) {
      const path = next.path === '' ? name : `${next.path}.${name}`;
      if (holds({ name, one })) paths.push(cutText(path, LONGEST_PATH));
      if (isObject(one)) open.push({ path, value: one });
    }
  }
  return paths.slice(0, MOST_DETAILS);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isHalf = (value: unknown): boolean => typeof value === 'string' && !value.isWellFormed();

/** Whether there are this many digits in a row. Checks only every n-th place, because a run of digits covers one of them. */
function hasLongNumber(json: string): boolean {
  for (let at = LONG_NUMBER - 1; at < json.length; at += LONG_NUMBER) {
    if (!isDigit(json, at)) continue;
    let [from, to] = [at, at];
    while (at - from < LONG_NUMBER && isDigit(json, from - 1)) from -= 1;
    while (to - at < LONG_NUMBER && isDigit(json, to + 1)) to += 1;
    if (to - from + 1 >= LONG_NUMBER) return true;
  }
  return false;
}

function isDigit(json: string, at: number): boolean {
  const code = json.charCodeAt(at);
  return code >= 48 && code <= 57;
}
