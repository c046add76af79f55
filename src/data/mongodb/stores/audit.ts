import type { Collection, Db, Document, Filter } from 'mongodb';
import {
  type AuditActor,
  type AuditEntry,
  type AuditFilter,
  type AuditPageQuery,
  type AuditStore,
  firstIdAt,
} from '../../contracts/index.ts';
import { isAuditActor, isAuditTarget, isObject } from '../../stored-values.ts';
import {
  asText,
  type DocumentOf,
  Documents,
  type Fields,
  objectOrNull,
  text,
  textOrNull,
} from '../fields.ts';
import { COLLECTIONS } from '../indexes.ts';

const fields = {
  id: text(),
  at: text(),
  actor: objectOrNull<AuditActor>(isAuditActor),
  action: text(),
  target: objectOrNull<NonNullable<AuditEntry['target']>>(isAuditTarget),
  outcome: text<AuditEntry['outcome']>(),
  ip: textOrNull(),
  user_agent: textOrNull(),
  request_id: textOrNull(),
  details: asText<Record<string, unknown>>(isObject, {}),
} satisfies Fields<AuditEntry>;

const documents = new Documents<AuditEntry, typeof fields>('audit', fields);

type AuditDocument = DocumentOf<typeof fields>;

/** Filters that can use an index to produce the list, the one that is probably the most selective first. Each index ends with the id. */
const LEADS = [
  ['target_id', 'target.id'],
  ['actor_id', 'actor.id'],
  ['action', 'action'],
  ['target_type', 'target.type'],
  ['outcome', 'outcome'],
] as const;
/** Of several such filters, the first with fewer entries than this is used, because it is selective enough. */
const RARE = 2_000;

interface Scan {
  filter: Filter<AuditDocument>;
  hint: string;
}

export class MongoAuditStore implements AuditStore {
  readonly #audit: Collection<AuditDocument>;

  constructor(db: Db) {
    this.#audit = db.collection<AuditDocument>(COLLECTIONS.audit);
  }

  async add(entries: AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#audit.insertMany(entries.map((entry) => documents.toDocument(entry)));
  }

  async get(id: string): Promise<AuditEntry | null> {
    return documents.toRecordOrNull(await this.#audit.findOne({ _id: id }));
  }

  async page({ before_id, offset = 0, limit, ...query }: AuditPageQuery): Promise<AuditEntry[]> {
    if (limit < 1) return [];
    const { filter, hint } = await this.#scan(query, before_id);
    const found = this.#audit.find(filter, { hint }).sort({ _id: -1 }).skip(offset).limit(limit);
    return documents.toRecords(await found.toArray());
  }

  async count(query: AuditFilter, cap: number): Promise<number> {
    const { filter, hint } = await this.#scan(query);
    return this.#audit.countDocuments(filter, { limit: cap, hint });
  }

  async purge(time: string, limit: number): Promise<number> {
    if (limit < 1) return 0;
    const old = this.#audit.find({ _id: { $lt: firstIdAt(time) } }, { projection: { _id: 1 } });
    const ids = (await old.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id);
    if (ids.length === 0) return 0;
    return (await this.#audit.deleteMany({ _id: { $in: ids } })).deletedCount;
  }

  async #scan(query: AuditFilter, before_id?: string): Promise<Scan> {
    const given = LEADS.filter(([name]) => query[name] !== undefined);
    const conditions: Document = Object.fromEntries(given.map(([name, path]) => [path, query[name]]));
    const below = [before_id, query.to && firstIdAt(query.to)].filter((id) => id !== undefined).sort()[0];
    const _id = {
      ...(below === undefined ? {} : { $lt: below }),
      ...(query.from === undefined ? {} : { $gte: firstIdAt(query.from) }),
    };
    const filter: Filter<AuditDocument> = { ...conditions, ...(Object.keys(_id).length > 0 ? { _id } : {}) };
    return { filter, hint: await this.#leadOf(given, query) };
  }

  async #leadOf(given: (typeof LEADS)[number][], query: AuditFilter): Promise<string> {
    const [first] = given;
    if (!first) return '_id_';
    if (given.length === 1) return first[0];
    for (const [name, path] of given) {
      const condition: Document = { [path]: query[name] };
      if ((await this.#audit.countDocuments(condition, { limit: RARE, hint: name })) < RARE) return name;
    }
    return first[0];
  }
}
