/** Reads of one scan of a search: which tasks of it match, and how many; task-search.ts decides which scans and how much of them. */
import type { Collection, Document, Filter } from 'mongodb';
import type { Lead } from './search-leads.ts';
import type { TaskCounts } from './task-counts.ts';
import type { TaskDocument } from './task-document.ts';
import { type Order, withinRange } from './task-queries.ts';

export const NO_END = 2 ** 31 - 1;
/**
 * If there are more candidates than this, documents are read in the order of the scan instead, which takes less time for each. They are, if
 * tasks without signatures or with long texts are common, or if the conditions often occur together.
 */
const MOST_CANDIDATES = 500;
/**
 * How many candidates are read for a page, so that its documents give the total as well: a few more than it has places, because some do not
 * match, and at least so many that a search which finds nothing mostly reads all of its candidates at once.
 */
const readFor = ({ limit }: Shown): number => Math.max(limit + 5, 16);

export interface IdRange {
  $gt?: string;
  $gte?: string;
  $lt?: string;
  $lte?: string;
}

/** The part of a scan that is examined, and in which order. */
export interface Walk {
  range: IdRange;
  order: Order;
  looks: Looks;
}

/** What a page shows. */
export interface Shown {
  limit: number;
  projection: Document;
}

/** What one request has read: its page and its total begin with the same tasks. */
export class Looks {
  /** Null unless the first page is asked for together with its total. */
  readonly page: Shown | null;
  readonly candidates = new Map<string, Promise<string[]>>();
  readonly matches = new Map<string, Promise<TaskDocument[]>>();

  constructor(page: Shown | null = null) {
    this.page = page;
  }
}

export const keyOf = ({ scan, hint }: Lead): string => `${hint} ${JSON.stringify(scan)}`;

const keyWithin = (lead: Lead, looked_at: number, { range, order }: Walk): string =>
  JSON.stringify([keyOf(lead), looked_at, range, order]);

const pipeline = ({ scan, rest }: Lead, looked_at: number, { range, order }: Walk): Document[] => [
  { $match: withinRange(scan, range) },
  { $sort: { _id: order } },
  { $limit: looked_at },
  { $match: rest },
];

const amongIds = (ids: string[], { scan, rest }: Lead): Filter<TaskDocument> => ({
  $and: [{ _id: { $in: ids } }, scan, rest],
});

function once<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? read();
  known.set(key, answer);
  return answer;
}

/** Matches among candidates: among `all`, or enough for a page. */
interface Read {
  documents: TaskDocument[];
  all: boolean;
  isFull: boolean;
}

/** Whether all of these candidates are read for the page. */
const isShown = (ids: string[], { looks: { page } }: Walk): boolean =>
  page !== null && ids.length <= readFor(page);

export class SearchScans {
  readonly #tasks: Collection<TaskDocument>;
  readonly #counts: TaskCounts;

  constructor(tasks: Collection<TaskDocument>, counts: TaskCounts) {
    this.#tasks = tasks;
    this.#counts = counts;
  }

  /** How many tasks a scan has, up to the cap. */
  countOf({ scan, hint }: Lead, range: IdRange, cap: number): Promise<number> {
    return this.#counts.within({ filter: withinRange(scan, range), hint }, cap);
  }

  /** The first matches among the first tasks of a scan. */
  async found(
    lead: Lead,
    { looked_at = NO_END, limit, projection }: Shown & { looked_at?: number },
    walk: Walk,
  ): Promise<TaskDocument[]> {
    const ids = await this.#candidates(lead, looked_at, walk);
    if (ids?.length === 0) return [];
    if (ids) {
      const shown = await this.#shown(lead, ids, looked_at, walk);
      if (shown && (shown.all || shown.documents.length >= limit)) return shown.documents.slice(0, limit);
      const documents = await this.#read(lead, ids, { limit, projection }, walk.order);
      if (ids.length < MOST_CANDIDATES || documents.length === limit) return documents;
    }
    const stages = [...pipeline(lead, looked_at, walk), { $limit: limit }, { $project: projection }];
    return this.#tasks.aggregate<TaskDocument>(stages, { hint: lead.hint }).toArray();
  }

  /** How many tasks of a scan match, up to the cap; not `exact`: at least so many. */
  async countWithin(lead: Lead, walk: Walk, cap: number, exact = true): Promise<number> {
    const ids = await this.#candidates(lead, NO_END, walk);
    if (ids?.length === 0) return 0;
    if (ids && (ids.length < MOST_CANDIDATES || !exact)) {
      const shown = exact && !isShown(ids, walk) ? null : await this.#shown(lead, ids, NO_END, walk);
      if (shown && (shown.all || shown.isFull)) return Math.min(cap, shown.documents.length);
      return this.#counts.within({ filter: amongIds(ids, lead), hint: '_id_' }, cap);
    }
    const stages = [...pipeline(lead, NO_END, walk), { $limit: cap }, { $count: 'n' }];
    const counted = this.#tasks.aggregate<{ n: number }>(stages, { hint: lead.hint });
    return (await counted.toArray())[0]?.n ?? 0;
  }

  /** The last of this many tasks of a scan; null if there are no more than these. Reads only the index. */
  async lastOf({ scan, hint }: Lead, looked_at: number, { range, order }: Walk): Promise<string | null> {
    const [last, next] = await this.#tasks
      .find<{ _id: string }>(withinRange(scan, range), { projection: { _id: 1 }, hint })
      .sort({ _id: order })
      .skip(looked_at - 1)
      .limit(2)
      .toArray();
    return last && next ? last._id : null;
  }

  /** The first tasks of a scan that its index does not rule out, up to the limit; null if it rules out none. Reads only the index. */
  async #candidates(lead: Lead, looked_at: number, walk: Walk): Promise<string[] | null> {
    if (!lead.bits) return null;
    const stages = [
      { $match: withinRange(lead.scan, walk.range) },
      { $sort: { _id: walk.order } },
      { $limit: looked_at },
      { $project: { signature: 1 } },
      // Negated, so that tasks without a signature are candidates.
      { $match: { signature: { $not: { $bitsAnyClear: lead.bits } } } },
      { $limit: MOST_CANDIDATES },
      { $project: { _id: 1 } },
    ];
    return once(walk.looks.candidates, keyWithin(lead, looked_at, walk), async () => {
      const found = this.#tasks.aggregate<{ _id: string }>(stages, { hint: lead.hint });
      return (await found.toArray()).map(({ _id }) => _id);
    });
  }

  /** The matches among the first of these candidates, read once for the page and its total; null if only one of the two is asked for. */
  async #shown(lead: Lead, ids: string[], looked_at: number, walk: Walk): Promise<Read | null> {
    const { page, matches } = walk.looks;
    if (!page) return null;
    const some = ids.slice(0, readFor(page));
    const key = `${keyWithin(lead, looked_at, walk)} ${JSON.stringify(lead.rest)}`;
    const shown = { ...page, limit: some.length };
    const documents = await once(matches, key, () => this.#read(lead, some, shown, walk.order));
    return { documents, all: isShown(ids, walk), isFull: documents.length >= page.limit };
  }

  #read(lead: Lead, ids: string[], { limit, projection }: Shown, order: Order): Promise<TaskDocument[]> {
    return this.#tasks
      .find<TaskDocument>(amongIds(ids, lead), { projection, hint: '_id_' })
      .sort({ _id: order })
      .limit(limit)
      .toArray();
  }
}
