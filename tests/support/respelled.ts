const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The other texts that decode to the same bytes as one in base64url after the last dot. */
export function respelled(text: string): string[] {
  const decoded = (one: string) => Buffer.from(one.slice(one.lastIndexOf('.') + 1), 'base64url');
  const same = decoded(text);
  return [...ALPHABET]
    .map((last) => text.slice(0, -1) + last)
    .filter((one) => one !== text && decoded(one).equals(same));
}
