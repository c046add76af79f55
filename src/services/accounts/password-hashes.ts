import { hash, parseOptions, verify } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { normalPassword } from './password-rules.ts';

/** OWASP's first recommendation for argon2id (19 MiB, two passes, one lane): about 15 ms on a 2020s core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password nobody knows, with the same parameters: a login without an account costs what one with an account does. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bUCySeOzi8CeXrUviT08ZQ$Xzq+KDQNIZGKhfOYOHHGIw8Lod68QZp5EI5de/vCquo';

/** bcrypt reads so many bytes of a password, and ignores the rest. */
const BCRYPT_READS = 72;

/** The argon2id hash of a password in its normal form, off the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(normalPassword(password), PARAMETERS);

/**
 * Whether the password is the one that was hashed (argon2 or bcrypt); null stands for an account that does not exist or has
 * no password. Of two Unicode forms, one may have been hashed before passwords were brought into one form.
 */
export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  const normal = normalPassword(password);
  if (await matches(hashed, normal)) return true;
  return normal !== password && (await matches(hashed, password));
}

async function matches(hashed: string | null, password: string): Promise<boolean> {
  try {
    if (hashed !== null && isBcrypt(hashed)) return await verifyBcrypt(password, hashed);
    return (await verify(hashed ?? NOBODYS_HASH, password)) && hashed !== null;
  } catch {
    // A stored hash nobody can read (an import gone wrong) is a password that matches nothing.
    return false;
  }
}

/** Whether the hash is older or weaker than what `hashPassword` makes today. */
export function isOutdated(hashed: string): boolean {
  if (!hashed.startsWith('$argon2id$')) return true;
  const { memoryCost, timeCost, parallelism } = parseOptions(hashed);
  return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost || parallelism < 1;
}

/**
 * Whether a password that matched the hash may be hashed anew. A bcrypt hash says nothing about what follows the 72nd byte
 * (or a NUL, where many implementations stop): a slip of the finger there would become the password for good.
 */
export const provesWholePassword = (hashed: string, password: string): boolean =>
  !isBcrypt(hashed) || (Buffer.byteLength(password) <= BCRYPT_READS && !password.includes('\0'));

const isBcrypt = (hashed: string) => /^\$2[aby]\$/.test(hashed);
