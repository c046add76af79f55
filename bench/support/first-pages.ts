/** Measures the first page of the task list with few and with many tasks, for both databases. */
import { createHash } from 'node:crypto';
import type { TaskStatus } from '../../src/data/contracts/index.ts';
import { openData } from '../../src/processes/open-data.ts';
import { processLog } from '../../src/processes/process-log.ts';
import { wire } from '../../src/processes/wiring.ts';
import { systemActor } from '../../src/services/actor.ts';
import { readSettings } from '../../src/settings.ts';
import { alternate, ratioFigure } from './alternate.ts';
import { type Figure, inMs } from './bench.ts';
import { type Client, signIn } from './client.ts';
import { load } from './load.ts';
import { newTaskRecord } from './new-task-record.ts';
import { median } from './statistics.ts';

const FEW = 1_000;
const PAGE = 20;
const PER_WRITE = 1_000;
/** Short turns, so that what else runs on the machine disturbs both alike: of longer ones, the ratios of one page ranged from 0.5 to 1.9. */
const ROUNDS = 11;
const SECONDS = 0.1;
const PERSON = { email: 'person@example.com', password: 'a password of a person' };
const WORDS = [
  'winter',
  'summer',
  'forest',
  'harbour',
  'poster',
  'catalogue',
  'portrait',
  'draft',
  'banner',
  'cover',
];
const ENDED: TaskStatus[] = [...Array<TaskStatus>(8).fill('completed'), 'failed', 'cancelled'];

/**
 * Fills the database of these settings. Half of the tasks belong to the person; a tenth of the others are shared. Independently of that, a
 * tenth failed, a fifth are images, and each word is in a fifth of the names; tasks named `report` never failed and never contain `winter`.
 */
export async function seedTasks(env: Record<string, string>, count: number): Promise<void> {
  const settings = readSettings(env);
  const log = processLog('error', 'bench');
  const data = await openData(settings, log, true);
  const wired = await wire(settings, data, log);
  const { users } = wired.services;
  await users.ensureAdmin(systemActor, {
    email: settings.ADMIN_EMAIL,
    password: settings.ADMIN_PASSWORD,
    fullname: 'Admin',
  });
  const person = await users.create(systemActor, { ...PERSON, fullname: 'A person', roles: ['user'] });
  const other = await users.create(systemActor, {
    ...PERSON,
    email: 'other@example.com',
    fullname: 'Other',
    roles: ['user'],
  });
  for (let from = 0; from < count; from += PER_WRITE) {
    const writes = Array.from({ length: Math.min(PER_WRITE, count - from) }, (_, at) => {
      const n = from + at;
      const isReport = dice(n, 0, 5) === 0;
      const words = [WORDS[dice(n, 1, 10)], WORDS[dice(n, 2, 10)]].map((word) =>
        isReport && word === 'winter' ? 'autumn' : word,
      );
      const status = isReport ? 'completed' : (ENDED[dice(n, 3, 10)] as TaskStatus);
      const type = isReport ? 'report' : dice(n, 4, 5) === 0 ? 'image' : 'wait';
      const name = `${words.join(' ')} ${isReport ? 'report' : 'picture'} ${n}`;
      // Some of the completed ones have failures as well.
      const failed_items = status === 'failed' || (!isReport && dice(n, 7, 10) === 0) ? 1 : 0;
      const owner = dice(n, 5, 2) === 0 ? person : other;
      const shared = owner === other && dice(n, 6, 10) === 0;
      return data.database.tasks.create(
        newTaskRecord(owner.id, name, status, { type, shared, failed_items }),
        {
          seconds: 1,
        },
      );
    });
    await Promise.all(writes);
  }
  await wired.close();
  await data.close();
}

/** A pseudo-random number below `sides` that is the same in each run. */
const dice = (n: number, which: number, sides: number): number =>
  createHash('md5').update(`${which} ${n}`).digest().readUInt32LE() % sides;

interface Case {
  who: 'admin' | 'person';
  query: string;
}

/** `OWNER` stands for the id of the person. */
const QUERIES = [
  '',
  '&status=failed',
  '&type=image',
  '&status=failed&type=image',
  '&owner_id=OWNER',
  '&owner_id=OWNER&status=failed&type=image',
  '&has_failures=true',
  '&has_failures=true&status=completed',
  '&owner_id=OWNER&has_failures=true&status=completed&type=image',
  '&q=wint&has_failures=true',
  '&q=wint',
  '&q=wint%20fore',
  '&q=wint%20fore%20pict',
  '&q=wint&status=failed',
  '&q=wint&type=image',
  '&q=wint&owner_id=OWNER',
  // A rare word and a common one.
  '&q=pict%20777',
  // These match nothing, although each half of them matches many tasks.
  '&status=failed&type=report',
  '&q=wint%20report',
  '&q=report&status=failed',
  '&q=wint&type=report',
];
const CASES: Case[] = (['admin', 'person'] as const).flatMap((who) =>
  QUERIES.map((query) => ({ who, query })),
);

export interface Served {
  url: string;
  tasks: number;
}

interface Sessions {
  clients: Record<Case['who'], Client>;
  /** The person's id. */
  owner: string;
}

async function sessions({ url }: Served): Promise<Sessions> {
  const person = await signIn(url, PERSON.email, PERSON.password);
  const { id } = await person.ok('GET', '/users/me');
  return { clients: { admin: await signIn(url), person }, owner: id };
}

const rowsOf = async ({ clients, owner }: Sessions, { who, query }: Case): Promise<number> =>
  (await clients[who].ok('GET', `/tasks/?page_size=${PAGE}${query.replace('OWNER', owner)}`)).items.length;

/** A figure for each caller and filter: the time for a page with many tasks, divided by the time with few tasks. */
export async function compareFirstPages(few: Served, many: Served, where: string): Promise<Figure[]> {
  const [ofFew, ofMany] = [await sessions(few), await sessions(many)];
  const figures = [];
  for (const { who, query } of CASES) {
    // A page with 20 tasks takes longer than one with none, however many others there are.
    const rows = await rowsOf(ofFew, { who, query });
    const page = (served: Served, { clients, owner }: Sessions) => {
      const path = `/api/v1/tasks/?page_size=${Math.max(1, rows)}${query.replace('OWNER', owner)}`;
      const { token } = clients[who];
      return async () =>
        median((await load({ url: served.url, path, token, connections: 1, seconds: SECONDS })).latencies);
    };
    const [fromMany, fromFew] = [page(many, ofMany), page(few, ofFew)];
    await fromMany();
    await fromFew();
    const comparison = await alternate(fromMany, fromFew, ROUNDS);
    const asked =
      query === ''
        ? 'no filter'
        : decodeURIComponent(query.slice(1)).replaceAll('&', ', ').replace('OWNER', '(the user)');
    const what = `first page with ${many.tasks.toLocaleString('en')} tasks against ${FEW.toLocaleString('en')}, ${where}, ${who === 'admin' ? 'administrator' : 'user (own or shared)'}, ${asked}`;
    figures.push(
      ratioFigure(what, comparison, { at_most: 1.5 }, { measured: 'many', reference: 'few', show: inMs }),
    );
  }
  return figures;
}

export const FEW_TASKS = FEW;
export const manyTasks = (full: boolean): number => (full ? 1_000_000 : 100_000);
