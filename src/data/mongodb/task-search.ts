import type { Collection, Document, Filter } from 'mongodb';
import type { SearchLimits, TaskCount, TaskFilter, TaskPageQuery } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { Remembered } from './remembered.ts';
import { commonLead, isAlone, type Lead, leadsOf } from './search-leads.ts';
import type { TaskDocument } from './task-document.ts';
import {
  idRange,
  merged,
  type Order,
  orderOf,
  overlapOf,
  type TaskScope,
  taskScopes,
  withinRange,
} from './task-queries.ts';

/** Numbers of tasks. MongoDB takes about 2 µs to compare the signature of one in an index, and 6 µs to read its document. */
export const MONGO_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 200,
  slice: 1_000,
  page: 1_000,
};

/**
 * If there are more candidates than this, documents are read in the order of the scan instead, which takes less time for each. They are, if
 * tasks without signatures or with long texts are common, or if the conditions often occur together.
 */
const MOST_CANDIDATES = 500;
/** Number of matches that fill a page of the usual size. */
const ENOUGH = 20;
const NO_END = 2 ** 31 - 1;

export interface FoundDocuments {
  documents: TaskDocument[];
  searched_to: string | null;
}

interface IdRange {
  $gt?: string;
  $gte?: string;
  $lt?: string;
  $lte?: string;
}

/** The part of a scan that is examined, and in which order. */
interface Walk {
  range: IdRange;
  order: Order;
  looks: Looks;
}

/** What one request has read of indexes: its page and its total begin with the same tasks. */
export type Looks = Map<string, Promise<string[]>>;

const pipeline = ({ scan, rest }: Lead, looked_at: number, { range, order }: Walk): Document[] => [
  { $match: withinRange(scan, range) },
  { $sort: { _id: order } },
  { $limit: looked_at },
  { $match: rest },
];

const keyOf = ({ scan, hint }: Lead): string => `${hint} ${JSON.stringify(scan)}`;

const amongIds = (ids: string[], { scan, rest }: Lead): Filter<TaskDocument> => ({
  $and: [{ _id: { $in: ids } }, scan, rest],
});

/**
 * Searches by words, in the order of ids. The index of one condition is scanned, and the others are compared with the found documents. A
 * `$limit` before the comparison limits their number even if none matches. If the leading condition is rare, all its tasks are examined.
 */
export class TaskSearch {
  readonly #tasks: Collection<TaskDocument>;
  readonly #limits: SearchLimits;
  readonly #many = new KnownMany();
  /** How many tasks meet a condition, and where slices end. Neither decides what a search finds, so they need not be exact. */
  readonly #counts = new Remembered<number>();
  readonly #ends = new Remembered<string | null>();

  constructor(tasks: Collection<TaskDocument>, limits: SearchLimits) {
    this.#tasks = tasks;
    this.#limits = limits;
  }

  async page(
    { order: named, after_id, limit, ...filter }: TaskPageQuery,
    projection: Document,
    looks: Looks,
  ): Promise<FoundDocuments> {
    const order = orderOf({ order: named });
    const walk = { range: idRange(filter, order, after_id), order, looks };
    const all = !(await this.#hasMany());
    const scopes = taskScopes(filter);
    const page = this.#limits.page / scopes.length;
    const found = await Promise.all(
      scopes.map((scope) => this.#pageOf(leadsOf(scope, filter), { ...walk, limit, page }, projection, all)),
    );
    const [only, other] = found as [FoundDocuments, FoundDocuments?];
    if (!other) return only;
    // Beyond the point where one of the two scans stopped, tasks of the other are not yet the next ones.
    const stops = found.map(({ searched_to }) => searched_to).filter((id) => id !== null);
    const searched_to = stops.sort().at(order === -1 ? -1 : 0) ?? null;
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
    const counts = await Promise.all(leads.map((those) => this.#countOfScope(those, walk, cap, all)));
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
    const both = await this.#countWithin(lead, NO_END, walk, cap);
    return { count: Math.min(cap, one.count + other.count - both), complete: true };
  }

  async #pageOf(
    leads: Lead[],
    { range, order, looks, limit, page }: Walk & { limit: number; page: number },
    projection: Document,
    all: boolean,
  ): Promise<FoundDocuments> {
    const limits = this.#limits;
    const found = (lead: Lead, looked_at: number, wanted = limit, part: IdRange = range) =>
      this.#found(lead, looked_at, wanted, projection, { range: part, order, looks });
    const [guess] = leads as [Lead];
    const common = commonLead(leads);
    if (isAlone(guess)) return { documents: await found(guess, NO_END), searched_to: null };
    if (all) return { documents: await found(common, NO_END), searched_to: null };
    const quick = await found(common, limits.first);
    if (quick.length === limit) return { documents: quick, searched_to: null };
    const rare = await this.#rareOf(leads, limits.rare);
    if (rare) return { documents: await found(rare, NO_END), searched_to: null };
    if (common !== guess) {
      // A word in one of a thousand tasks fills the page soon if most of them have the status.
      const other = await found({ ...guess, bits: null }, limits.first / 2);
      if (other.length === limit) return { documents: other, searched_to: null };
    }

    const documents: TaskDocument[] = [];
    let rest = range;
    let searched_to = '';
    const size = Math.min(limits.slice, page);
    for (let seen = 0; seen < page; seen += size) {
      // The end of a slice is determined before its contents, so that a task that comes or goes in between is neither lost nor repeated.
      // If it is known from before, the slice contains the tasks created since then as well.
      const part = { range: rest, order, looks };
      const key = JSON.stringify([keyOf(common), size, rest, order]);
      const end = await this.#ends.of(key, () => this.#lastOf(common, size, part));
      const slice = end === null ? rest : { ...rest, [order === -1 ? '$gte' : '$lte']: end };
      documents.push(...(await found(common, NO_END, limit - documents.length, slice)));
      if (end === null || documents.length === limit) return { documents, searched_to: null };
      searched_to = end;
      rest = { ...rest, [order === -1 ? '$lt' : '$gt']: end };
    }
    return { documents, searched_to };
  }

  async #countOfScope(leads: Lead[], walk: Walk, cap: number, all: boolean): Promise<TaskCount> {
    const { first, few, rare } = this.#limits;
    const [guess] = leads as [Lead];
    if (isAlone(guess)) return { count: await this.#countOf(guess, walk.range, cap), complete: true };
    const lead = commonLead(leads);
    if (all) return { count: await this.#countWithin(lead, NO_END, walk, cap), complete: true };
    const [count, fewest] = await Promise.all([
      this.#countWithin(lead, first, walk, cap),
      this.#rareOf(leads, few),
    ]);
    const best = fewest ?? (count < ENOUGH ? await this.#rareOf(leads, rare) : undefined);
    if (best) return { count: await this.#countWithin(best, NO_END, walk, cap), complete: true };
    return { count, complete: count === cap };
  }

  /** The leading condition with the fewest tasks, if there are fewer than `most`. */
  async #rareOf(leads: Lead[], most: number): Promise<Lead | undefined> {
    const counts = await Promise.all(
      leads.map((lead) => this.#counts.of(`${most} ${keyOf(lead)}`, () => this.#countOf(lead, {}, most))),
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

  #countOf({ scan, hint }: Lead, range: IdRange, cap: number): Promise<number> {
    return this.#tasks.countDocuments(withinRange(scan, range), { limit: cap, hint });
  }

  /** The first matches among the first tasks of a scan. */
  async #found(
    lead: Lead,
    looked_at: number,
    limit: number,
    projection: Document,
    walk: Walk,
  ): Promise<TaskDocument[]> {
    const ids = await this.#candidates(lead, looked_at, walk);
    if (ids?.length === 0) return [];
    if (ids) {
      const documents = await this.#tasks
        .find<TaskDocument>(amongIds(ids, lead), { projection, hint: '_id_' })
        .sort({ _id: walk.order })
        .limit(limit)
        .toArray();
      if (ids.length < MOST_CANDIDATES || documents.length === limit) return documents;
    }
    const stages = [...pipeline(lead, looked_at, walk), { $limit: limit }, { $project: projection }];
    return this.#tasks.aggregate<TaskDocument>(stages, { hint: lead.hint }).toArray();
  }

  async #countWithin(lead: Lead, looked_at: number, walk: Walk, cap: number): Promise<number> {
    const ids = await this.#candidates(lead, looked_at, walk);
    if (ids?.length === 0) return 0;
    if (ids && ids.length < MOST_CANDIDATES)
      return this.#tasks.countDocuments(amongIds(ids, lead), { limit: cap, hint: '_id_' });
    const stages = [...pipeline(lead, looked_at, walk), { $limit: cap }, { $count: 'n' }];
    const counted = this.#tasks.aggregate<{ n: number }>(stages, { hint: lead.hint });
    return (await counted.toArray())[0]?.n ?? 0;
  }

  /** The first tasks of a scan that its index does not rule out, up to the limit; null if it rules out none. Reads only the index. */
  async #candidates(lead: Lead, looked_at: number, { range, order, looks }: Walk): Promise<string[] | null> {
    if (!lead.bits) return null;
    const key = JSON.stringify([keyOf(lead), looked_at, range, order]);
    const stages = [
      { $match: withinRange(lead.scan, range) },
      { $sort: { _id: order } },
      { $limit: looked_at },
      { $project: { signature: 1 } },
      // Negated, so that tasks without a signature are candidates.
      { $match: { signature: { $not: { $bitsAnyClear: lead.bits } } } },
      { $limit: MOST_CANDIDATES },
      { $project: { _id: 1 } },
    ];
    const look = async () => {
      const found = this.#tasks.aggregate<{ _id: string }>(stages, { hint: lead.hint });
      return (await found.toArray()).map(({ _id }) => _id);
    };
    const known = looks.get(key) ?? look();
    looks.set(key, known);
    return known;
  }

  /** The last of this many tasks of a scan; null if there are no more than these. Reads only the index. */
  async #lastOf({ scan, hint }: Lead, looked_at: number, { range, order }: Walk): Promise<string | null> {
    const [last, next] = await this.#tasks
      .find<{ _id: string }>(withinRange(scan, range), { projection: { _id: 1 }, hint })
      .sort({ _id: order })
      .skip(looked_at - 1)
      .limit(2)
      .toArray();
    return last && next ? last._id : null;
  }
}
