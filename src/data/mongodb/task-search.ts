import type { Collection, Document } from 'mongodb';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { SearchLimits, TaskCount, TaskFilter, TaskPageQuery } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { Remembered } from './remembered.ts';
import { commonLead, isAlone, type Lead, leadsOf } from './search-leads.ts';
import { type IdRange, keyOf, type Looks, NO_END, SearchScans, type Walk } from './search-scans.ts';
import type { TaskCounts } from './task-counts.ts';
import type { TaskDocument } from './task-document.ts';
import {
  idRange,
  merged,
  type Order,
  orderOf,
  overlapOf,
  type TaskScope,
  taskScopes,
} from './task-queries.ts';

/**
 * Numbers of tasks. MongoDB takes about 2 µs to compare the signature of one in an index, and 6 µs to read its document. A first page examines
 * only its first slice, so that it is not slower than with few tasks; the pages after it examine more.
 */
export const MONGO_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 300,
  slice: 1_000,
  page: 2_000,
};

/** Number of documents that are read to see whether another lead fills the page. */
const MOST_READ = 200;
export interface FoundDocuments {
  documents: TaskDocument[];
  searched_to: string | null;
}

/** What one page needs of a scope: `first` tasks are examined at first, not beyond `end`, and `most` in total. */
interface PageWalk extends Walk {
  limit: number;
  end: string | null;
  first: number;
  most: number;
}

/**
 * Searches by words, in the order of ids. The index of one condition is scanned, and the others are compared with the found documents. A
 * `$limit` before the comparison limits their number even if none matches. If the leading condition is rare, all its tasks are examined.
 */
export class TaskSearch {
  readonly #tasks: Collection<TaskDocument>;
  readonly #scans: SearchScans;
  readonly #limits: SearchLimits;
  readonly #many = new KnownMany();
  /** How many tasks meet a condition, and where slices end. Neither decides what a search finds, so they need not be exact. */
  readonly #counts = new Remembered<number>();
  readonly #ends = new Remembered<string | null>();
  /** Leads whose first tasks did not fill a page. */
  readonly #slow = new BoundedMap<string, true>({ entries: 1_000, ttl_ms: 10_000 });

  constructor(tasks: Collection<TaskDocument>, counts: TaskCounts, limits: SearchLimits) {
    this.#tasks = tasks;
    this.#scans = new SearchScans(tasks, counts);
    this.#limits = limits;
  }

  async page(
    { order: named, after_id, offset = 0, limit, ...filter }: TaskPageQuery,
    projection: Document,
    looks: Looks,
  ): Promise<FoundDocuments> {
    const order = orderOf({ order: named });
    const walk = { range: idRange(filter, order, after_id), order, looks };
    const all = !(await this.#hasMany());
    const leads = taskScopes(filter).map((scope) => leadsOf(scope, filter));
    const { first, page } = this.#limits;
    const isFirst = after_id === undefined && offset === 0;
    const end = isFirst && !all ? await this.#commonEnd(leads, walk) : null;
    // Whoever asks for more than the first page waits a little longer, and has fewer pages that are short.
    const most = (isFirst ? first : page) / leads.length;
    const wanted = { ...walk, limit, end, first: first / leads.length, most };
    const found = await Promise.all(leads.map((those) => this.#pageOf(those, wanted, projection, all)));
    const [only, other] = found as [FoundDocuments, FoundDocuments?];
    if (!other) return only;
    // Beyond the point where one of the two scans stopped, tasks of the other are not yet the next ones.
    const searched_to = firstOf(
      found.map((one) => one.searched_to),
      order,
    );
    const isLooked = ({ _id }: TaskDocument) =>
      searched_to === null || (order === -1 ? _id >= searched_to : _id <= searched_to);
    const documents = merged(
      found.map((one) => one.documents),
      order,
    )
      .filter(isLooked)
      .slice(0, limit);
    return { documents, searched_to: documents.length === limit ? null : searched_to };
  }

  async count(filter: TaskFilter, cap: number, looks: Looks): Promise<TaskCount> {
    const walk: Walk = { range: idRange(filter), order: -1, looks };
    const all = !(await this.#hasMany());
    const leads = taskScopes(filter).map((scope) => leadsOf(scope, filter));
    const end = all ? null : await this.#commonEnd(leads, walk);
    const part = { ...walk, end, first: this.#limits.first / leads.length };
    const counts = await Promise.all(leads.map((those) => this.#countOfScope(those, part, cap, all)));
    const [one, other] = counts as [TaskCount, TaskCount?];
    if (!other) return one;
    const most = Math.max(one.count, other.count);
    // Tasks found by both scans are counted twice; their number is known only if all were examined.
    if (most >= cap || !one.complete || !other.complete) return { count: most, complete: most >= cap };
    if (other.count === 0) return one;
    const overlap = overlapOf(filter);
    const [shared] = taskScopes(overlap) as [TaskScope];
    const those = leadsOf(shared, overlap);
    // A common lead would be followed to its end, but for a single word of which all shared tasks have just been counted.
    const counted = all || isAlone(leads[1]?.[0] as Lead);
    const lead = counted ? those[0] : await this.#rareOf(those, this.#limits.rare);
    if (!lead) return { count: most, complete: false };
    const both = await this.#scans.countWithin(lead, walk, cap);
    return { count: Math.min(cap, one.count + other.count - both), complete: true };
  }

  async #pageOf(
    leads: Lead[],
    { range, order, looks, limit, end: most_distant, first, most }: PageWalk,
    projection: Document,
    all: boolean,
  ): Promise<FoundDocuments> {
    const { few, rare, slice } = this.#limits;
    const walk = { range, order, looks };
    const found = (lead: Lead, wanted = limit, part = walk, looked_at = NO_END) =>
      this.#scans.found(lead, { looked_at, limit: wanted, projection }, part);
    const [guess] = leads as [Lead];
    const common = commonLead(leads);
    if (isAlone(guess)) return { documents: await found(guess), searched_to: null };
    if (all) return { documents: await found(common), searched_to: null };
    const fewest = await this.#rareOf(leads, few);
    if (fewest) return { documents: await found(fewest), searched_to: null };

    const documents: TaskDocument[] = [];
    let rest = range;
    for (let seen = 0, size = first; ; seen += size, size = Math.min(slice, most - seen)) {
      const { range: part, end } = await this.#sliceOf(common, size, { ...walk, range: rest }, most_distant);
      documents.push(...(await found(common, limit - documents.length, { ...walk, range: part })));
      if (end === null || documents.length === limit) return { documents, searched_to: null };
      if (seen === 0) {
        const best = most > first ? await this.#rareOf(leads, rare) : undefined;
        if (best) return { documents: await found(best), searched_to: null };
        const soon = common === guess ? null : await this.#soonFull(guess, limit, found, walk);
        if (soon) return { documents: soon, searched_to: null };
      }
      if (seen + size >= most) return { documents, searched_to: end };
      rest = { ...rest, [order === -1 ? '$lt' : '$gt']: end };
    }
  }

  /** A word in one of a thousand tasks fills the page soon if most of them have the status. Not tried again soon if it does not. */
  async #soonFull(
    guess: Lead,
    limit: number,
    find: (lead: Lead, limit: number, walk: Walk, looked_at: number) => Promise<TaskDocument[]>,
    walk: Walk,
  ): Promise<TaskDocument[] | null> {
    const key = JSON.stringify([keyOf(guess), guess.rest, limit]);
    if (limit > MOST_READ || this.#slow.get(key)) return null;
    const found = await find({ ...guess, bits: null }, limit, walk, Math.min(4 * limit, MOST_READ));
    if (found.length === limit) return found;
    this.#slow.set(key, true);
    return null;
  }

  async #countOfScope(
    leads: Lead[],
    { end: most_distant, first, ...walk }: Pick<PageWalk, 'end' | 'first' | keyof Walk>,
    cap: number,
    all: boolean,
  ): Promise<TaskCount> {
    const { few } = this.#limits;
    const [guess] = leads as [Lead];
    if (isAlone(guess)) return { count: await this.#scans.countOf(guess, walk.range, cap), complete: true };
    const lead = commonLead(leads);
    if (all) return { count: await this.#scans.countWithin(lead, walk, cap), complete: true };
    const fewest = await this.#rareOf(leads, few);
    if (fewest) return { count: await this.#scans.countWithin(fewest, walk, cap), complete: true };
    const { range, end } = await this.#sliceOf(lead, first, walk, most_distant);
    const count = await this.#scans.countWithin(lead, { ...walk, range }, cap, end === null);
    return { count, complete: end === null || count === cap };
  }

  /**
   * Where the first slices of two scopes end together: what one of them finds beyond the end of the other is not shown yet, and often one
   * has ten times as many tasks. Null if there is no such end, or if another lead might fill the page of one of them.
   */
  async #commonEnd(leads: Lead[][], walk: Walk): Promise<string | null> {
    const { first, few } = this.#limits;
    if (leads.length === 1 || leads.some((those) => commonLead(those) !== those[0])) return null;
    const endOf = async (those: Lead[]) => {
      const lead = commonLead(those);
      if (isAlone(lead) || (await this.#rareOf(those, few))) return null;
      return (await this.#sliceOf(lead, first / leads.length, walk)).end;
    };
    return firstOf(await Promise.all(leads.map(endOf)), walk.order);
  }

  /**
   * The first so many tasks of a scan. The end of a slice is determined before its contents, so that a task that comes or goes in between is
   * neither lost nor repeated. If it is known from before, the slice contains the tasks created since then as well; null if nothing follows.
   * The slice does not go beyond `most_distant`.
   */
  async #sliceOf(
    lead: Lead,
    size: number,
    walk: Walk,
    most_distant: string | null = null,
  ): Promise<{ range: IdRange; end: string | null }> {
    const { range, order } = walk;
    const key = JSON.stringify([keyOf(lead), size, range, order]);
    const own = await this.#ends.of(key, () => this.#scans.lastOf(lead, size, walk));
    const end = own && firstOf([own, most_distant], order);
    return { range: end === null ? range : { ...range, [order === -1 ? '$gte' : '$lte']: end }, end };
  }

  /** The leading condition with the fewest tasks, if there are fewer than `most`. */
  async #rareOf(leads: Lead[], most: number): Promise<Lead | undefined> {
    const counts = await Promise.all(
      leads.map((lead) =>
        this.#counts.of(`${most} ${keyOf(lead)}`, () => this.#scans.countOf(lead, {}, most)),
      ),
    );
    // The rest of the others is compared with documents, which takes three times as long.
    const costs = counts.map((count, at) => (count < most ? count * (leads[at]?.in_index ? 1 : 3) : NO_END));
    const least = Math.min(...costs);
    return least < NO_END ? leads[costs.indexOf(least)] : undefined;
  }

  async #hasMany(): Promise<boolean> {
    if (this.#many.has('tasks')) return true;
    const found = (await this.#tasks.estimatedDocumentCount()) > this.#limits.complete;
    if (found) this.#many.add('tasks');
    return found;
  }
}

/** The id that comes first in this order; null if there is none. */
const firstOf = (ids: (string | null)[], order: Order): string | null =>
  ids
    .filter((id) => id !== null)
    .sort()
    .at(order === -1 ? -1 : 0) ?? null;
