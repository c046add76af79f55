/**
 * The contents and queries of the full-text tables. In addition to its words, the row of a task has marks for its owner, its type and
 * whether it is shared, so that the full-text index alone can find "mine or shared". Marks consist of private-use characters, which no
 * word can contain. A mark is three characters of a hash (short, because every prefix is indexed too), so the found rows are also
 * compared with the real columns.
 */

import { createHash } from 'node:crypto';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { searchWords } from '../search-words.ts';

/** One more than the longest prefix that is indexed. Words that agree in this many characters are the same to a search. */
const WORD_LENGTH = 24;
const SHARED = '\u{e000}';
const wordOnly = /^[\p{L}\p{N}\p{M}]+$/u;

/** The marks of one kind. */
class Marks {
  readonly #kind: string;
  readonly #made = new BoundedMap<string, string>({ entries: 10_000 });

  constructor(kind: 'owner' | 'type' | 'role' | 'parent') {
    this.#kind = kind;
  }

  of(value: string): string {
    let made = this.#made.get(value);
    if (made === undefined) {
      const hash = createHash('sha256').update(`${this.#kind} ${value}`).digest();
      made = '';
      for (let at = 0; at < 6; at += 2)
        made += String.fromCodePoint(0xf0000 + (hash.readUInt16LE(at) & 0xfff7));
      this.#made.set(value, made);
    }
    return made;
  }
}

const owners = new Marks('owner');
const types = new Marks('type');
const parents = new Marks('parent');
const allRoles = new Marks('role');

const ownerMark = (owner_id: string) => owners.of(owner_id);
const typeMark = (type: string) => types.of(type);
const parentMark = (parent_id: string) => parents.of(parent_id);
const roleMark = (role: string) => allRoles.of(role);

function cut(word: string): string {
  return word.length < WORD_LENGTH ? word : [...word].slice(0, WORD_LENGTH).join('');
}

/** The text of a task that searches examine. */
export interface Searched {
  name: string;
  summary: string | null;
  owner_id: string;
  type: string;
  shared: boolean;
  parent_id: string | null;
}

/** The full-text row of a task. */
export function taskTokens({ name, summary, owner_id, type, shared, parent_id }: Searched): string {
  const tokens = searchWords(summary === null ? name : `${name} ${summary}`).map(cut);
  tokens.push(ownerMark(owner_id), typeMark(type));
  if (shared) tokens.push(SHARED);
  if (parent_id !== null) tokens.push(parentMark(parent_id));
  return tokens.join(' ');
}

/** The full-text row of a user. */
export function userTokens(fullname: string, email: string, roles: readonly string[]): string {
  return [...searchWords(`${fullname} ${email}`).map(cut), ...roles.map(roleMark)].join(' ');
}

export interface MarkedFilter {
  words?: string[];
  visible_to?: string;
  owner_id?: string;
  type?: string;
  parent_id?: string;
  role?: string;
}

/** The terms of MATCH for a filter, to be joined by AND; null if no name can contain one of the words. */
export function matchTerms(filter: MarkedFilter): string[] | null {
  const terms: string[] = [];
  if (filter.visible_to !== undefined) {
    if (filter.owner_id === undefined) terms.push(`("${ownerMark(filter.visible_to)}" OR "${SHARED}")`);
    else terms.push(`"${SHARED}"`);
  }
  if (filter.owner_id !== undefined) terms.push(`"${ownerMark(filter.owner_id)}"`);
  if (filter.type !== undefined) terms.push(`"${typeMark(filter.type)}"`);
  if (filter.parent_id !== undefined) terms.push(`"${parentMark(filter.parent_id)}"`);
  if (filter.role !== undefined) terms.push(`"${roleMark(filter.role)}"`);
  for (const word of filter.words ?? []) {
    // Words come from searchWords; anything else could be an operator or a mark.
    if (!wordOnly.test(word)) return null;
    const length = [...word].length;
    terms.push(length < WORD_LENGTH ? `"${word}"*` : `"${cut(word)}"`);
  }
  return terms;
}
