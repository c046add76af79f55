import type { Collection, Document, Filter } from 'mongodb';
import type { SearchLimits, TaskCount, TaskFilter, TaskPageQuery } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { matchingTerms } from './search-terms.ts';
import type { TaskDocument } from './task-document.ts';
import {
  failuresIndexOf,
  failuresOf,
  idRange,
  listedIn,
  merged,
  type Order,
  orderOf,
  overlapOf,
  type TaskScope,
  taskScopes,
  withinRange,
} from './task-queries.ts';

/** Number of tasks whose documents MongoDB reads, at about 6 µs each. */
export const MONGO_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 250,
  slice: 1_000,
  page: 2_000,
};

/** Number of matches that fill a page of the usual size. */
const ENOUGH = 20;
const NO_END = 2 ** 31 - 1;

export interface FoundDocuments {
  documents: TaskDocument[];
  searched_to: string | null;
}

/** An ordered scan of one index, and the conditions that are compared with each found document. */
interface Lead {
  scan: Filter<TaskDocument>;
  hint: string;
  rest: Document;
}

/** The conditions that can lead a search (that is, whose index is scanned): each word, the status, or the failures. */
function leadsOf(scope: TaskScope, filter: TaskFilter): Lead[] {
  const { index, own_index, where, compared } = scope;
  const terms = matchingTerms(filter.words ?? []);
  const type = filter.type === undefined ? {} : { type: filter.type };
  const listed = filter.status === undefined ? {} : { listed: listedIn(filter.status) };
  const failures = failuresOf(filter);
  const all_terms: Document = { terms: { $all: terms } };
  if (index === 'parent') {
    const scan = { ...where, listed: listedIn(filter.status) };
    return [{ scan, hint: index, rest: { ...compared, ...type, ...failures, ...all_terms } }];
  }
  const leads = terms
    .filter((term) => typeof term === 'string')
    // Before anything is known about them, the longest word is the best guess.
    .sort((a, b) => b.length - a.length)
    .map((term): Lead => {
      const others = terms.filter((one) => one !== term);
      const rest = {
        ...compared,
        ...type,
        ...listed,
        ...failures,
        ...(others.length > 0 ? { terms: { $all: others } } : {}),
      };
      return { scan: { ...where, terms: term }, hint: `${index}_terms`, rest };
    });
  if (filter.status !== undefined) {
    leads.push({
      scan: { ...where, ...compared, ...type, ...listed },
      hint: (own_index ?? index) + (filter.type === undefined ? '' : '_type'),
      rest: { ...failures, ...all_terms },
    });
  }
  if (filter.has_failures) {
    const scan = { ...where, ...compared, ...type, listed: listedIn(filter.status), ...failures };
    leads.push({ scan, hint: failuresIndexOf(scope, filter), rest: all_terms });
  }
  return leads;
}

const isAlone = ({ rest }: Lead) => Object.keys(rest).length === 0;

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
}

const pipeline = ({ scan, rest }: Lead, looked_at: number, { range, order }: Walk): Document[] => [
  { $match: withinRange(scan, range) },
  { $sort: { _id: order } },
  { $limit: looked_at },
  { $match: rest },
];

/**
 * Searches by words, in the order of ids. The index of one condition is scanned, and the others are compared with the found documents. A
 * `$limit` before the comparison limits their number even if none matches. If the leading condition is rare, all its tasks are examined.
 */
export class TaskSearch {
  readonly #tasks: Collection<TaskDocument>;
  readonly #limits: SearchLimits;
  readonly #many = new KnownMany();

  constructor(tasks: Collection<TaskDocument>, limits: SearchLimits) {
    this.#tasks = tasks;
    this.#limits = limits;
  }

  async page(
    { order: named, after_id, limit, ...filter }: TaskPageQuery,
    projection: Document,
  ): Promise<FoundDocuments> {
    const order = orderOf({ order: named });
    const walk = { range: idRange(filter, order, after_id), order };
    const all = !(await this.#hasMany());
    const found = await Promise.all(
      taskScopes(filter).map((scope) =>
        this.#pageOf(leadsOf(scope, filter), { ...walk, limit }, projection, all),
      ),
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

  async count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    const walk: Walk = { range: idRange(filter), order: -1 };
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
    { range, order, limit }: Walk & { limit: number },
    projection: Document,
    all: boolean,
  ): Promise<FoundDocuments> {
    const limits = this.#limits;
    const [guess] = leads as [Lead];
    const whole = async (lead: Lead) => ({
      documents: await this.#find(lead, NO_END, limit, projection, { range, order }),
      searched_to: null,
    });
    if (all || isAlone(guess)) return whole(guess);
    const quick = await this.#find(guess, limits.first, limit, projection, { range, order });
    if (quick.length === limit) return { documents: quick, searched_to: null };
    const rare = await this.#rareOf(leads, limits.rare);
    if (rare) return whole(rare);

    const documents: TaskDocument[] = [];
    let rest = range;
    let searched_to = '';
    for (let seen = 0; seen < limits.page; seen += limits.slice) {
      // The end of a slice is determined before its contents, so that a task that comes or goes in between is neither lost nor repeated.
      const end = await this.#lastOf(guess, limits.slice, { range: rest, order });
      const slice = end === null ? rest : { ...rest, [order === -1 ? '$gte' : '$lte']: end };
      const wanted = limit - documents.length;
      documents.push(...(await this.#find(guess, NO_END, wanted, projection, { range: slice, order })));
      if (end === null || documents.length === limit) return { documents, searched_to: null };
      searched_to = end;
      rest = { ...rest, [order === -1 ? '$lt' : '$gt']: end };
    }
    return { documents, searched_to };
  }

  async #countOfScope(leads: Lead[], walk: Walk, cap: number, all: boolean): Promise<TaskCount> {
    const { first, few, rare } = this.#limits;
    const [lead] = leads as [Lead];
    if (isAlone(lead)) return { count: await this.#countOf(lead, walk.range, cap), complete: true };
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
      leads.map(async (lead) => {
        let count = most;
        await this.#isMany(`${most} ${lead.hint} ${JSON.stringify(lead.scan)}`, async () => {
          count = await this.#countOf(lead, {}, most);
          return count === most;
        });
        return count;
      }),
    );
    const least = Math.min(...counts);
    return least < most ? leads[counts.indexOf(least)] : undefined;
  }

  #hasMany(): Promise<boolean> {
    return this.#isMany(
      'tasks',
      async () => (await this.#tasks.estimatedDocumentCount()) > this.#limits.complete,
    );
  }

  async #isMany(key: string, look: () => Promise<boolean>): Promise<boolean> {
    if (this.#many.has(key)) return true;
    const found = await look();
    if (found) this.#many.add(key);
    return found;
  }

  #countOf({ scan, hint }: Lead, range: IdRange, cap: number): Promise<number> {
    return this.#tasks.countDocuments(withinRange(scan, range), { limit: cap, hint });
  }

  #find(
    lead: Lead,
    looked_at: number,
    limit: number,
    projection: Document,
    walk: Walk,
  ): Promise<TaskDocument[]> {
    return this.#tasks
      .aggregate<TaskDocument>(
        [...pipeline(lead, looked_at, walk), { $limit: limit }, { $project: projection }],
        { hint: lead.hint },
      )
      .toArray();
  }

  async #countWithin(lead: Lead, looked_at: number, walk: Walk, cap: number): Promise<number> {
    const counted = this.#tasks.aggregate<{ n: number }>(
      [...pipeline(lead, looked_at, walk), { $limit: cap }, { $count: 'n' }],
      { hint: lead.hint },
    );
    return (await counted.toArray())[0]?.n ?? 0;
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
