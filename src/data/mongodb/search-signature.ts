import { Long } from 'mongodb';

/** An index stores numbers of up to 47 bits in 7 bytes; with 16 bytes, the server took 17 % longer for a new task. Prime, for two bits of one hash. */
const BITS = 47;

/**
 * A Bloom filter of a task's type and of the beginnings of its words, in the indexes that searches scan: comparing it there takes a third
 * of the time of reading the document. It rules a task out or leaves it a candidate. Two bits for each: with four words, one of thirty
 * tasks is a candidate for a word that it does not have.
 */
export function signatureOf(terms: readonly string[], type: string): Long {
  const parts = terms.filter((term) => beginningOf(term) === term);
  // As two halves: each operation on a `Long` makes a new one.
  let [low, high] = [0, 0];
  for (const bit of bitsOf(parts, type)) {
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return Long.fromBits(low, high);
}

/** The places of the bits that the signatures of all tasks with these terms and this type have; null if the conditions have none. */
export function signatureBits(terms: readonly string[], type?: string): number[] | null {
  const parts = terms.map(beginningOf).filter((part) => part !== null);
  return parts.length === 0 && type === undefined ? null : [...bitsOf(parts, type)];
}

/** What of a word has bits, null if it is too short; two characters for Chinese and Japanese, whose words are no longer. */
function beginningOf(term: string): string | null {
  const length = term.charCodeAt(0) > 0x7f ? 2 : 3;
  let end = 0;
  for (let characters = 0; characters < length; characters += 1) {
    if (end >= term.length) return null;
    end += (term.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return term.slice(0, end);
}

function bitsOf(parts: readonly string[], type?: string): Set<number> {
  const bits = new Set<number>();
  // No word contains a colon.
  for (const part of type === undefined ? parts : [...parts, `type:${type}`]) {
    const hash = hashOf(part);
    bits.add(hash % BITS).add(Math.floor(hash / BITS) % BITS);
  }
  return bits;
}

/** FNV-1a, mixed once more. Signatures are stored, so this never changes. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
