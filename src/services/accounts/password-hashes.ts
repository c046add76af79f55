import { hash, parseOptions, verify } from '@node-rs/argon2';
import { normalPassword } from './password-rules.ts';

/** OWASP's first recommendation for argon2id (19 MiB, two passes, one lane): about 15 ms on a 2020s core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of a random password with the same parameters, so that a sign-in without an account takes as long as one with an account. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bUCySeOzi8CeXrUviT08ZQ$Xzq+KDQNIZGKhfOYOHHGIw8Lod68QZp5EI5de/vCquo';

/** bcrypt reads so many bytes of a password, and ignores the rest. */
const BCRYPT_READS = 72;

/** The argon2id hash of a password in its normal form, off the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(normalPassword(password), PARAMETERS);

/**
 * Whether the password matches the hash (argon2 or bcrypt); null stands for an account that does not exist or has no password. Two
 * Unicode forms are tried, because older hashes were made before passwords were normalized.
 */
export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  const normal = normalPassword(password);
  if (await matches(hashed, normal)) return true;
  return normal !== password && (await matches(hashed, password));
}

async function matches(hashed: string | null, password: string): Promise<boolean> {
  // Only accounts from another system have such hashes, so most processes never need the library.
  const bcrypt = hashed !== null && isBcrypt(hashed) ? await import('@node-rs/bcrypt') : null;
  try {
    if (bcrypt && hashed !== null) return await bcrypt.verify(password, hashed);
    return (await verify(hashed ?? NOBODYS_HASH, password)) && hashed !== null;
  } catch {
    // An unreadable stored hash (a failed import) matches no password.
    return false;
  }
}

/** Whether the hash is older or weaker than those that `hashPassword` creates now. */
export function isOutdated(hashed: string): boolean {
  if (!hashed.startsWith('$argon2id$')) return true;
  const { memoryCost, timeCost, parallelism } = parseOptions(hashed);
  return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost || parallelism < 1;
}

/**
 * Whether a password that matched the hash may be hashed again. A bcrypt hash says nothing about what follows the 72nd byte (or a NUL,
 * where many implementations stop): a typing error there would become part of the password.
 */
export const provesWholePassword = (hashed: string, password: string): boolean =>
  !isBcrypt(hashed) || (Buffer.byteLength(password) <= BCRYPT_READS && !password.includes('\0'));

const isBcrypt = (hashed: string) => /^\$2[aby]\$/.test(hashed);
