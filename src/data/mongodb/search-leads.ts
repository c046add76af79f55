import type { Document, Filter } from 'mongodb';
import type { TaskFilter } from '../contracts/index.ts';
import { signatureBits } from './search-signature.ts';
import { matchingTerms } from './search-terms.ts';
import type { TaskDocument } from './task-document.ts';
import { failuresIndexOf, failuresOf, listedIn, type TaskScope } from './task-queries.ts';

/** An ordered scan of one index, and the conditions that are compared with each found document. */
export interface Lead {
  scan: Filter<TaskDocument>;
  hint: string;
  rest: Document;
  /** The places of the bits that signatures of matches have, to be compared in the index; null if the rest has no such condition. */
  bits: number[] | null;
  /** True if signatures have bits for all of the rest: then few of the candidates do not match. */
  in_index: boolean;
}

/** The conditions that can lead a search (that is, whose index is scanned): each word, the status, or the failures. */
export function leadsOf(scope: TaskScope, filter: TaskFilter): Lead[] {
  const { index, own_index, where, compared } = scope;
  const terms = matchingTerms(filter.words ?? []);
  const texts = terms.filter((term) => typeof term === 'string');
  const type = filter.type === undefined ? {} : { type: filter.type };
  const listed = filter.status === undefined ? {} : { listed: listedIn(filter.status) };
  const failures = failuresOf(filter);
  const all_terms: Document = { terms: { $all: terms } };
  if (index === 'parent') {
    const scan = { ...where, listed: listedIn(filter.status) };
    const rest = { ...compared, ...type, ...failures, ...all_terms };
    return [{ scan, hint: index, rest, bits: null, in_index: false }];
  }
  const changes = { ...listed, ...failures };
  const leads = texts
    // Before anything is known about them, the longest word is the best guess.
    .toSorted((a, b) => b.length - a.length)
    .map((term): Lead => {
      const others = terms.filter((one) => one !== term);
      const rest = {
        ...compared,
        ...type,
        ...changes,
        ...(others.length > 0 ? { terms: { $all: others } } : {}),
      };
      const bits = signatureBits(
        texts.filter((one) => one !== term),
        filter.type,
      );
      const in_index = bits !== null && !compared && Object.keys(changes).length === 0;
      return { scan: { ...where, terms: term }, hint: `${index}_terms`, rest, bits, in_index };
    });
  const bits = signatureBits(texts);
  if (filter.status !== undefined) {
    leads.push({
      scan: { ...where, ...compared, ...type, ...listed },
      hint: (own_index ?? index) + (filter.type === undefined ? '' : '_type'),
      rest: { ...failures, ...all_terms },
      bits,
      in_index: !filter.has_failures,
    });
  }
  if (filter.has_failures) {
    const scan = { ...where, ...compared, ...type, listed: listedIn(filter.status), ...failures };
    leads.push({ scan, hint: failuresIndexOf(scope, filter), rest: all_terms, bits, in_index: true });
  }
  return leads;
}

export const isAlone = ({ rest }: Lead): boolean => Object.keys(rest).length === 0;

/** The lead of a search whose conditions are all common: one whose rest is compared in its index, if there is one. */
export const commonLead = (leads: Lead[]): Lead =>
  leads.find(({ in_index }) => in_index) ?? (leads[0] as Lead);
