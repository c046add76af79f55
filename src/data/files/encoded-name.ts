import { createHash } from 'node:crypto';

const MAX_CHARACTERS = 128;
/** File systems take 255 bytes. */
const MAX_ENCODED = 200;

/**
 * The name a file has on disk, the same for no two names. Only lower-case letters, digits, `-` and `_` stand for themselves,
 * so that it works where case is ignored and dots or device names are special; what gets too long becomes its hash.
 * Throws a RangeError for a name the contract does not allow.
 */
export function encodedName(name: string): string {
  const length = [...name].length;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (length < 1 || length > MAX_CHARACTERS || /[\u0000-\u001f\u007f-\u009f/\\]/u.test(name)) {
    throw new RangeError('Not a file name: 1 to 128 characters without slashes or control characters');
  }
  if (name === '.' || name === '..' || !name.isWellFormed()) {
    throw new RangeError('Not a file name');
  }
  const encoded = [...Buffer.from(name)].map(encodedByte).join('');
  return encoded.length <= MAX_ENCODED
    ? `n-${encoded}`
    : `h-${createHash('sha256').update(name).digest('hex')}`;
}

function encodedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[0-9a-z_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
}
