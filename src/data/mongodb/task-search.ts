import type { Collection, Document, Filter } from 'mongodb';
import type { SearchLimits, TaskCount, TaskFilter, TaskPageQuery } from '../contracts/index.ts';
import { KnownMany } from '../known-many.ts';
import { matchingTerms } from './search-terms.ts';
import type { TaskDocument } from './task-document.ts';
import { mergeNewestFirst, overlapOf, type TaskScope, taskScopes } from './task-queries.ts';

/** In tasks of which MongoDB reads the document, at about 6 µs each. */
export const MONGO_SEARCH_LIMITS: SearchLimits = {
  complete: 20_000,
  rare: 2_000,
  few: 250,
  first: 250,
  slice: 1_000,
  page: 2_000,
};

/** Matches that fill a page of the usual size. */
const ENOUGH = 20;
const NO_END = 2 ** 31 - 1;

export interface FoundDocuments {
  documents: TaskDocument[];
  searched_to: string | null;
}

/** An ordered scan of one index, and what is compared with each document that it finds. */
interface Lead {
  scan: Filter<TaskDocument>;
  hint: string;
  rest: Document;
}

/** What may lead a search of these tasks: each of the words, or the status. */
function leadsOf({ index, own_index, where, owner }: TaskScope, filter: TaskFilter): Lead[] {
  const terms = matchingTerms(filter.words ?? []);
  const type = filter.type === undefined ? {} : { type: filter.type };
  const listed = filter.status === undefined ? {} : { listed: filter.status };
  const leads = terms
    .filter((term) => typeof term === 'string')
    // Before anything is known of them, the longest word is the best guess.
    .sort((a, b) => b.length - a.length)
    .map((term) => {
      const others = terms.filter((one) => one !== term);
      const rest = {
        ...owner,
        ...type,
        ...listed,
        ...(others.length > 0 ? { terms: { $all: others } } : {}),
      };
      return { scan: { ...where, terms: term }, hint: `${index}_terms`, rest };
    });
  if (filter.status !== undefined) {
    leads.push({
      scan: { ...where, ...owner, ...type, ...listed } as Lead['scan'] & { terms: string },
      hint: (own_index ?? index) + (filter.type === undefined ? '' : '_type'),
      rest: { terms: { $all: terms } } as Document,
    });
  }
  return leads;
}

const isAlone = ({ rest }: Lead) => Object.keys(rest).length === 0;

/** Tasks older than `below` and not older than `from`. */
interface Range {
  below?: string | undefined;
  from?: string | null;
}

function within(scan: Lead['scan'], { below, from }: Range): Lead['scan'] {
  if (below === undefined && !from) return scan;
  return {
    ...scan,
    _id: { ...(below === undefined ? {} : { $lt: below }), ...(from ? { $gte: from } : {}) },
  };
}

const pipeline = ({ scan, rest }: Lead, looked_at: number, range: Range): Document[] => [
  { $match: within(scan, range) },
  { $sort: { _id: -1 } },
  { $limit: looked_at },
  { $match: rest },
];

/**
 * Searches by words, newest first. One condition leads by its index and the others are compared with the documents it finds, of which
 * a `$limit` before the comparison bounds the number, also where nothing passes it. A rare lead has all of its tasks looked at.
 */
export class TaskSearch {
  readonly #tasks: Collection<TaskDocument>;
  readonly #limits: SearchLimits;
  readonly #many = new KnownMany();

  constructor(tasks: Collection<TaskDocument>, limits: SearchLimits) {
    this.#tasks = tasks;
    this.#limits = limits;
  }

  async page({ before_id, limit, ...filter }: TaskPageQuery, projection: Document): Promise<FoundDocuments> {
    const all = !(await this.#hasMany());
    const found = await Promise.all(
      taskScopes(filter).map((scope) =>
        this.#pageOf(leadsOf(scope, filter), { before_id, limit }, projection, all),
      ),
    );
    const [only, other] = found as [FoundDocuments, FoundDocuments?];
    if (!other) return only;
    // Where one of the two stopped, older tasks of the other are not yet the next ones.
    const stops = found.map(({ searched_to }) => searched_to).filter((id) => id !== null);
    const searched_to = stops.length > 0 ? (stops.sort().at(-1) as string) : null;
    const documents = mergeNewestFirst(found.map((one) => one.documents))
      .filter(({ _id }) => searched_to === null || _id >= searched_to)
      .slice(0, limit);
    return { documents, searched_to: documents.length === limit ? null : searched_to };
  }

  async count(filter: TaskFilter, cap: number): Promise<TaskCount> {
    const all = !(await this.#hasMany());
    const leads = taskScopes(filter).map((scope) => leadsOf(scope, filter));
    const counts = await Promise.all(leads.map((those) => this.#countOfScope(those, cap, all)));
    const [one, other] = counts as [TaskCount, TaskCount?];
    if (!other) return one;
    const most = Math.max(one.count, other.count);
    // What is both is counted twice; it is known only where all of them are.
    if (most >= cap || !one.complete || !other.complete) return { count: most, complete: most >= cap };
    if (other.count === 0) return one;
    const overlap = overlapOf(filter);
    const [shared] = taskScopes(overlap) as [TaskScope];
    const those = leadsOf(shared, overlap);
    // A common lead would be followed to its end, but for a single word of which all shared tasks have just been counted.
    const counted = all || isAlone(leads[1]?.[0] as Lead);
    const lead = counted ? those[0] : await this.#rareOf(those, this.#limits.rare);
    if (!lead) return { count: most, complete: false };
    const both = await this.#countWithin(lead, NO_END, cap);
    return { count: Math.min(cap, one.count + other.count - both), complete: true };
  }

  async #pageOf(
    leads: Lead[],
    { before_id, limit }: { before_id?: string | undefined; limit: number },
    projection: Document,
    all: boolean,
  ): Promise<FoundDocuments> {
    const limits = this.#limits;
    const [guess] = leads as [Lead];
    const whole = async (lead: Lead) => ({
      documents: await this.#find(lead, NO_END, limit, projection, { below: before_id }),
      searched_to: null,
    });
    if (all || isAlone(guess)) return whole(guess);
    const quick = await this.#find(guess, limits.first, limit, projection, { below: before_id });
    if (quick.length === limit) return { documents: quick, searched_to: null };
    const rare = await this.#rareOf(leads, limits.rare);
    if (rare) return whole(rare);

    const documents: TaskDocument[] = [];
    let below = before_id;
    for (let seen = 0; seen < limits.page; seen += limits.slice) {
      // The end of a slice is found before what is in it: a task that goes or comes in between is then neither lost nor found twice.
      const from = await this.#lastOf(guess, limits.slice, { below });
      const wanted = limit - documents.length;
      documents.push(...(await this.#find(guess, NO_END, wanted, projection, { below, from })));
      if (from === null || documents.length === limit) return { documents, searched_to: null };
      below = from;
    }
    return { documents, searched_to: below as string };
  }

  async #countOfScope(leads: Lead[], cap: number, all: boolean): Promise<TaskCount> {
    const { first, few, rare } = this.#limits;
    const [lead] = leads as [Lead];
    if (isAlone(lead)) return { count: await this.#countOf(lead, cap), complete: true };
    if (all) return { count: await this.#countWithin(lead, NO_END, cap), complete: true };
    const [count, fewest] = await Promise.all([
      this.#countWithin(lead, first, cap),
      this.#rareOf(leads, few),
    ]);
    const best = fewest ?? (count < ENOUGH ? await this.#rareOf(leads, rare) : undefined);
    if (best) return { count: await this.#countWithin(best, NO_END, cap), complete: true };
    return { count, complete: count === cap };
  }

  /** The lead with the fewest tasks, if these are fewer than `most`. */
  async #rareOf(leads: Lead[], most: number): Promise<Lead | undefined> {
    const counts = await Promise.all(
      leads.map(async (lead) => {
        let count = most;
        await this.#isMany(`${most} ${lead.hint} ${JSON.stringify(lead.scan)}`, async () => {
          count = await this.#countOf(lead, most);
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

  #countOf({ scan, hint }: Lead, cap: number): Promise<number> {
    return this.#tasks.countDocuments(scan, { limit: cap, hint });
  }

  #find(
    lead: Lead,
    looked_at: number,
    limit: number,
    projection: Document,
    range: Range,
  ): Promise<TaskDocument[]> {
    return this.#tasks
      .aggregate<TaskDocument>(
        [...pipeline(lead, looked_at, range), { $limit: limit }, { $project: projection }],
        { hint: lead.hint },
      )
      .toArray();
  }

  async #countWithin(lead: Lead, looked_at: number, cap: number): Promise<number> {
    const counted = this.#tasks.aggregate<{ n: number }>(
      [...pipeline(lead, looked_at, {}), { $limit: cap }, { $count: 'n' }],
      { hint: lead.hint },
    );
    return (await counted.toArray())[0]?.n ?? 0;
  }

  /** The last of so many tasks that a scan goes through; null when it has no more than these. The index alone tells. */
  async #lastOf({ scan, hint }: Lead, looked_at: number, range: Range): Promise<string | null> {
    const [last, next] = await this.#tasks
      .find<{ _id: string }>(within(scan, range), { projection: { _id: 1 }, hint })
      .sort({ _id: -1 })
      .skip(looked_at - 1)
      .limit(2)
      .toArray();
    return last && next ? last._id : null;
  }
}
