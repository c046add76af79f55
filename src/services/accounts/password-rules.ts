/** The rules for new passwords, following NIST SP 800-63B. They are never applied to existing passwords. */
import { readFileSync } from 'node:fs';
import { Fault, type FaultDetail } from '../../errors.ts';

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 128;

/** The same form for the same characters, however a keyboard composes them. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * The normal form of a new password. Throws a 422 for `field` when it is too short or long (in code points), one of the
 * 10,000 most used, or the account's own e-mail or the part of it before the @.
 */
export function checkedPassword(given: string, { field, email }: { field: string; email: string }): string {
  const details = passwordFaults(given, { field, email });
  if (details.length > 0) throw new Fault('validation_failed', { details });
  return normalPassword(given);
}

/** What is wrong with a new password; empty if it is accepted. */
export function passwordFaults(
  given: string,
  { field, email }: { field: string; email: string },
): FaultDetail[] {
  const fault = faultOf(normalPassword(given), email);
  return fault ? [{ path: field, ...fault }] : [];
}

/** Whether a new password would be accepted. */
export const passesRules = (given: string, email: string): boolean =>
  faultOf(normalPassword(given), email) === null;

function faultOf(password: string, given_email: string): Omit<FaultDetail, 'path'> | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    return { message: 'must have 8 to 128 characters', zh: '密码必须为 8 到 128 个字符' };
  }
  const lower = password.toLowerCase();
  const email = given_email.normalize('NFKC').toLowerCase();
  if (lower === email || lower === email.slice(0, email.lastIndexOf('@'))) {
    return { message: 'must not be the e-mail or its first part', zh: '密码不能与邮箱或其 @ 之前的部分相同' };
  }
  if (isCommon(lower)) {
    return {
      message: 'must not be one of the most common passwords',
      zh: '密码太常见，请换一个',
    };
  }
  return null;
}

const list: { kept?: string } = {};

/** One text with each password between two line ends: a set with 10,000 entries would need ten times the memory. */
function isCommon(password: string): boolean {
  list.kept ??= readCommon();
  return !password.includes('\n') && list.kept.includes(`\n${password}\n`);
}

/** Loaded when the first password is set, because most processes never need it. */
function readCommon(): string {
  const lines = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8').split('\n');
  return `\n${lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n')}\n`;
}
