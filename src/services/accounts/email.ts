import { invalid } from '../../errors.ts';

// Deliberately lax about the local part (RFC 5322 allows nearly anything) and strict about what could confuse a reader:
// no spaces, control characters, quotes or angle brackets, and a domain of at least two labels.
const EMAIL =
  /^[^\s@"<>()[\]\\,;:\p{Cc}\p{Cf}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]*)(?:\.[\p{L}\p{N}][\p{L}\p{N}-]*)+$/u;

/** The form an e-mail is stored and compared in: trimmed and lower-cased. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** The normal form of a valid e-mail; throws a 422 for `email` otherwise. */
export function checkedEmail(email: string): string {
  const normal = normalEmail(email);
  if (normal.length > 254 || !EMAIL.test(normal))
    throw invalid('email', 'must be an e-mail address', '必须是有效的邮箱地址');
  return normal;
}
