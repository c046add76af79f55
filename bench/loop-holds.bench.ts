/** How long the event loop is held by requests of people who mean harm, each kind by itself, and by many tasks that wait and run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../tests/support/wait-for.ts';
import { type Bench, type Figure, figure, inMs } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import type { HeldLoop } from './support/held-loop.ts';
import { type Load, load } from './support/load.ts';
import { occupyWorkers } from './support/occupy-workers.ts';
import { type BackendProgram, CLI, startBackend } from './support/processes.ts';

const SECONDS = 2;
const WARM_UP = 20;
const WARM_UP_TASKS = 1_000;
const MOST_MS = 20;
/** Tasks that lists and searches go through, and items of the task that is read and downloaded. */
const TASKS = 10_000;
const ITEMS = 10_000;
/** Longer than the interval in which the sweep looks for overdue tasks. */
const WAIT_MS = 22_000;

/** `BIG` in a path stands for the id of the task with many items. */
type Kind = Pick<Load, 'method' | 'path' | 'token' | 'body' | 'text' | 'type'> & {
  signed_in?: boolean;
  /** Its answer is a download, whose length is not known when it begins. */
  download?: boolean;
};

const zeros = (count: number): number[] => Array(count).fill(0);
/** Parts that are all different. */
const numbered = (part: string, count: number, between: string): string =>
  Array.from({ length: count }, (_, at) => `${part}${at}`).join(between);
const image = (params: object) => ({ type: 'image', params: { prompt: 'a {a}', ...params } });

const kinds: Record<string, Kind> = {
  'sign-in with 1 MiB of numbers as the e-mail': {
    method: 'POST',
    path: '/api/v1/auth/login',
    body: { email: zeros(500_000), password: 'x' },
  },
  'sign-in with a form of 16 KiB of empty fields': {
    method: 'POST',
    path: '/api/v1/auth/login',
    text: '&=a'.repeat(5_400),
    type: 'application/x-www-form-urlencoded',
  },
  'sign-in with a wrong password': {
    method: 'POST',
    path: '/api/v1/auth/login',
    body: { email: 'admin@example.com', password: 'wrong' },
  },
  'task with 500,000 wrong values': {
    method: 'POST',
    path: '/api/v1/tasks/',
    body: image({ variables: { a: zeros(500_000) } }),
    signed_in: true,
  },
  'task with as many wrong values as are read': {
    method: 'POST',
    path: '/api/v1/tasks/',
    body: image({ variables: { a: zeros(19_000) } }),
    signed_in: true,
  },
  'task with a name of 1,000,000 characters': {
    method: 'POST',
    path: '/api/v1/tasks/',
    body: { ...image({ variables: { a: ['x'] } }), name: 'x'.repeat(1_000_000) },
    signed_in: true,
  },
  'task with 30,000 unknown fields': {
    method: 'POST',
    path: '/api/v1/tasks/',
    text: `{${numbered('"k', 30_000, '":0,')}":0}`,
    signed_in: true,
  },
  'task with as many unknown fields as are read': {
    method: 'POST',
    path: '/api/v1/tasks/',
    text: `{${numbered('"k', 4_900, '":0,')}":0}`,
    signed_in: true,
  },
  'task in 50,000 brackets': {
    method: 'POST',
    path: '/api/v1/tasks/',
    text: `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    signed_in: true,
  },
  'search of 10 words that every task has': {
    path: '/api/v1/tasks/?page_size=100&q=a%20b%20be%20ben%20benc%20bench%20n%20no%20noo%20noop',
    signed_in: true,
  },
  'search of one letter': { path: '/api/v1/tasks/?page_size=100&q=b', signed_in: true },
  'last page of a search of two words': {
    path: '/api/v1/tasks/?page_size=100&page=100&q=b%20no',
    signed_in: true,
  },
  'last page of a search of 10 words, oldest first': {
    path: '/api/v1/tasks/?page_size=100&page=100&order=oldest&q=a%20b%20be%20ben%20benc%20bench%20n%20no%20noo%20noop',
    signed_in: true,
  },
  'last of 10,000 completed items': {
    path: '/api/v1/tasks/BIG/items?status=completed&page_size=1&page=10000',
    signed_in: true,
  },
  'archive of 10,000 items': { path: '/api/v1/tasks/BIG/archive', signed_in: true, download: true },
  'list of 100 tasks': { path: '/api/v1/tasks/?page_size=100', signed_in: true },
  'query of 7 kB of parameters': { path: `/api/v1/tasks/?${numbered('k=', 1_000, '&')}`, signed_in: true },
  'token of 7 kB': { path: '/api/v1/users/me', token: 'x.'.repeat(3_500) },
  'OpenAPI document': { path: '/openapi.json' },
};

interface Sender {
  url: string;
  token: string;
  /** The id of the task with many items. */
  big: string;
}

/** Sends the request again and again; returns how often. */
async function sendAll(
  { url, token, big }: Sender,
  { signed_in, download, path, ...request }: Kind,
  { count = Number.POSITIVE_INFINITY, seconds = Number.POSITIVE_INFINITY }: Pick<Load, 'count' | 'seconds'>,
): Promise<number> {
  const asked = path.replace('BIG', big);
  let sent = 0;
  const end = performance.now() + seconds * 1_000;
  for (; download && sent < count && performance.now() < end; sent += 1) {
    const response = await fetch(`${url}${asked}`, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${asked}: ${response.status}`);
  }
  if (download) return sent;
  const accepts = (status: number) => {
    sent += 1;
    return status < 500 || status === 503;
  };
  const as = signed_in ? { token } : {};
  await load({ url, ...request, path: asked, ...as, connections: 1, accepts, count, seconds });
  return sent;
}

/** The longest hold while `work` is done; it returns what the figure says about it. */
async function heldFigure(backend: BackendProgram, what: string, work: () => Promise<string>) {
  await backend.ask('begin');
  const said = await work();
  const { held_ms, waited_ms } = (await backend.ask('end')) as HeldLoop;
  return figure(
    `longest hold: ${what}`,
    held_ms,
    { at_most: MOST_MS },
    inMs,
    `${said}; ${inMs(waited_ms)} by the clock`,
  );
}

/** Creates the tasks that the requests below go through. They wait at first, until they count as overdue, and then run. */
async function tasksFigures(backend: BackendProgram, client: Client): Promise<Figure[]> {
  const { url } = backend;
  const { token } = client;
  const task = { type: 'noop', name: 'a bench', params: { count: 1 } };
  const create = (count: number) =>
    load({ url, token, method: 'POST', path: '/api/v1/tasks/', body: task, count });
  const hold = await occupyWorkers(client);
  await create(WARM_UP_TASKS);
  const isOver = async () =>
    (await client.ok('GET', '/tasks/?status=pending,processing&page_size=1')).total === 0;
  const all = `${TASKS.toLocaleString('en')} tasks`;
  return [
    await heldFigure(backend, `${all} are created`, async () => {
      const { rate } = await create(TASKS);
      return `${Math.round(rate)} a second`;
    }),
    await heldFigure(backend, `${all} wait`, async () => {
      await sleep(WAIT_MS);
      return `for ${WAIT_MS / 1_000} s`;
    }),
    await heldFigure(backend, `${all} run`, async () => {
      await client.ok('POST', `/tasks/${hold}/cancel`);
      // What the server still does for them would count as held by the first requests.
      await waitFor(isOver, { what: 'the end of all tasks', timeout_ms: 120_000 });
      return 'until the last one is over';
    }),
  ];
}

export const loopHolds: Bench = {
  name: 'loop-holds',
  mark: `no request, and no number of tasks, holds the event loop longer than ${MOST_MS} ms of processor time`,
  settings: `one connection that sends the same request again for ${SECONDS} s, over ${TASKS} tasks and a task of ${ITEMS} items; RATE_LIMIT_ENABLED=false`,
  async run() {
    const measured = new URL('./support/held-loop.ts', import.meta.url).href;
    const backend = await startBackend({ program: ['--import', measured, CLI, 'start'] });
    const { url } = backend;
    const client = await signIn(url);
    const { token } = client;
    const many = { type: 'noop', params: { count: ITEMS, concurrency: 256 } };
    const { id: big } = await client.ok('POST', '/tasks/', many);
    const figures = await tasksFigures(backend, client);
    for (const [what, kind] of Object.entries(kinds)) {
      await sendAll({ url, token, big }, kind, { count: WARM_UP });
      const send = async () =>
        `of ${await sendAll({ url, token, big }, kind, { seconds: SECONDS })} requests`;
      figures.push(await heldFigure(backend, what, send));
    }
    await backend.stop();
    return figures;
  },
};
