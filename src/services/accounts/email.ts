import { domainToASCII, domainToUnicode } from 'node:url';
import type { User, UserStore } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import { isSoundText, isSoundUsername, mapUsername } from './username.ts';

const LONGEST = 254;
/** RFC 5321: bytes before the @. */
const LONGEST_LOCAL = 64;

// Deliberately lenient about the local part (RFC 5322 allows nearly anything) and strict about what could confuse a reader:
// no spaces, quotes or angle brackets, and a domain of at least two labels.
const LOCAL = /^[^\s@"<>()[\]\\,;:]+$/u;
/** Not between words, as RFC 5322 wants them: mail servers refuse such addresses. Older accounts may have one. */
const STRAY_DOT = /^\.|\.\.|\.@/;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

interface Read {
  /** The normalized spelling that is stored and compared. */
  email: string;
  /** Whether the e-mail contains only allowed characters. */
  sound: boolean;
}

/**
 * Reads an e-mail: the local part after PRECIS UsernameCaseMapped (RFC 8265), the domain after IDNA, shown in its own
 * script. Null if it does not have the form of an e-mail.
 */
function read(given: string): Read | null {
  const text = given.trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 2 * LONGEST) return null;
  const local = mapUsername(text.slice(0, at));
  const ascii = domainToASCII(text.slice(at + 1).normalize('NFC'));
  const domain = domainToUnicode(ascii);
  const labels = domain.split('.');
  const email = `${local}@${domain}`;
  if (!ascii || labels.length < 2 || email.length > LONGEST || !LOCAL.test(local)) return null;
  if (Buffer.byteLength(local) > LONGEST_LOCAL || !labels.every((label) => LABEL.test(label))) return null;
  // What is left of the ASCII form is none of a name.
  if (labels.some((label) => label.startsWith('xn--'))) return null;
  // An IPv4 address is not a domain, however it is written.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return null;
  // Nobody can register a top-level domain such as .рус to imitate another.
  const sound =
    [local, ...labels.slice(0, -1)].every(isSoundUsername) && isSoundText(labels.at(-1) as string);
  return { email, sound };
}

/** How e-mails were stored before 0.2: trimmed and in lower case, whatever else they contained. */
const plainEmail = (given: string): string => given.trim().toLowerCase();

/** The normalized spelling of an e-mail, even if new accounts may no longer have it. */
export const normalEmail = (given: string): string => read(given)?.email ?? plainEmail(given);

/**
 * The spellings under which an account with this e-mail may be stored: its normal form, and the forms that older versions stored, so
 * that people with such accounts can still sign in.
 */
export function storedForms(given: string): string[] {
  const normal = normalEmail(given);
  const plain = plainEmail(given);
  return [...new Set([plain, normal, normal.normalize('NFD'), plain.normalize('NFC')])];
}

/** The normal form of an e-mail that an account may have; throws a 422 for `email` otherwise. */
export function checkedEmail(given: string): string {
  const details = emailFaults(given);
  if (details.length > 0) throw new Fault('validation_failed', { details });
  return normalEmail(given);
}

/** What is wrong with the e-mail of a new account; empty if it is accepted. */
export function emailFaults(given: string): FaultDetail[] {
  const found = read(given);
  if (!found || STRAY_DOT.test(found.email)) return [{ path: 'email', ...NO_EMAIL }];
  return found.sound ? [] : [{ path: 'email', ...CONFUSING }];
}

/** Whether an account stored under the first spelling already has the second e-mail. */
export const sameEmail = (stored: string, given: string): boolean =>
  stored === plainEmail(given) || stored === normalEmail(given);

/** The account with this e-mail, however it is spelled. */
export async function findByEmail(users: Pick<UserStore, 'getByEmail'>, given: string): Promise<User | null> {
  for (const form of storedForms(given)) {
    const user = await users.getByEmail(form);
    if (user) return user;
  }
  return null;
}

/**
 * The new e-mail of an account (null = a new account); undefined if the account already has it. Throws a 422 for an e-mail that is not
 * allowed, and `email_in_use`.
 */
export async function newEmail(
  users: Pick<UserStore, 'getByEmail'>,
  user: Pick<User, 'id' | 'email'> | null,
  given: string,
): Promise<string | undefined> {
  if (user && sameEmail(user.email, given)) return undefined;
  const email = checkedEmail(given);
  const found = await findByEmail(users, given);
  if (found && found.id !== user?.id) throw new Fault('email_in_use');
  return email;
}

const NO_EMAIL = { message: 'must be an e-mail address', zh: '不是有效的邮箱地址' };

const CONFUSING = {
  message:
    'must not contain invisible characters, symbols, letters of different scripts, or letters that look like others',
  zh: '不能包含不可见字符、符号、不同文字的字母，也不能使用外形与其他字母相似的字母',
};
