import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { Fault } from '../../errors.ts';
import type { OpenDownload } from '../../services/tasks/download-places.ts';
import type { Settings } from '../../settings.ts';
import type { App } from '../fastify-types.ts';
import { disposition } from '../file-answer.ts';
import { HeldPlaces, onceOver } from '../held-places.ts';
import { languageOf } from '../language.ts';
import { callerOf } from '../origin.ts';
import { headers } from '../schemas/answers.schema.ts';
import { ArchiveQuery, GridQuery, type LinkQuery } from '../schemas/item.schema.ts';
import { TaskId } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';

const tags = ['Tasks'];
const WHERE = 'where.';
const SHOW = 'show.';
/** How many downloads one account, or one address with signed links, may have at once at one process. */
export const ARCHIVES_PER_CALLER = 4;
export const GRIDS_PER_CALLER = 2;

const dispositionOf = (kind: 'inline' | 'attachment', { name, plain_stem }: OpenDownload) =>
  disposition(kind, name, plain_stem);

/** Downloads that contain all files of a task. */
export async function taskDownloadRoutes(
  app: App,
  { services: { archive, grid }, settings }: { services: Services; settings: Settings },
) {
  const places = (most: number) =>
    new HeldPlaces({
      most: Number.POSITIVE_INFINITY,
      most_per_caller: Math.min(most, settings.MAX_DOWNLOADS_PER_CALLER),
      fault: 'too_many_downloads',
    });
  const archives = places(ARCHIVES_PER_CALLER);
  const grids = places(GRIDS_PER_CALLER);

  async function sendArchive(request: FastifyRequest, reply: FastifyReply) {
    const { id } = request.params as Static<typeof TaskId>;
    const gone = held(archives, request, reply);
    const { items: choice } = request.query as Static<typeof ArchiveQuery>;
    const found = await archive.find(request.actor, id, { link: linkOf(request.query), choice });
    const stream = request.method === 'HEAD' ? undefined : await found.open(gone);
    return describe(reply, 'application/zip', dispositionOf('attachment', found)).send(stream);
  }

  async function sendGrid(request: FastifyRequest, reply: FastifyReply) {
    const { id } = request.params as Static<typeof TaskId>;
    const gone = held(grids, request, reply);
    const found = await grid.find(request.actor, id, gridIn(request), linkOf(request.query));
    const stream = request.method === 'HEAD' ? undefined : await found.open(gone);
    return describe(reply, found.content_type, dispositionOf('inline', found)).send(stream);
  }

  const faults = ['invalid_file_link', 'downloads_busy', 'too_many_downloads'] as const;
  const ofArchive = { params: TaskId, querystring: ArchiveQuery, response: { 200: archiveResponse } };
  app.get(
    '/:id/archive',
    {
      exposeHeadRoute: false,
      config: { access: 'link-or-read', faults, stream: true },
      schema: {
        ...ofArchive,
        tags,
        operationId: 'getArchive',
        summary: 'Download all files and results of a task as a ZIP file',
        description:
          'Pictures are named after their labels. The ZIP file also contains `manifest.json`, `manifest.csv` and `index.html`, a page that shows the pictures as a grid without a server. The archive of an unfinished task contains the items that have completed so far. `items` chooses some of the items. A caller can download at most 4 archives at the same time.',
      },
    },
    sendArchive,
  );
  app.head(
    '/:id/archive',
    { config: { access: 'link-or-read' }, schema: { ...ofArchive, hide: true } },
    sendArchive,
  );

  const ofGrid = { params: TaskId, querystring: GridQuery, response: { 200: gridResponse } };
  app.get(
    '/:id/grid',
    {
      ...withAxesFaults(grid),
      exposeHeadRoute: false,
      config: { access: 'link-or-read', faults: [...faults, 'no_grid'], stream: true },
      schema: {
        ...ofGrid,
        ...prefixes,
        tags,
        operationId: 'getGrid',
        summary: 'Download the pictures of a matrix as one grid',
        description:
          'The values of the variables are shown beside the rows and above the columns. A variable that is on neither axis has its first value; `where.NAME=value` selects another. `show.NAME=2,0` shows only some values of a variable, by their numbers from 0 and in this order. Failed, cancelled, unfinished and missing items are marked. A picture has at most 100 megapixels, counted as if all pictures were square. A caller can download at most 2 grids at the same time.',
      },
    },
    sendGrid,
  );
  app.head('/:id/grid', { config: { access: 'link-or-read' }, schema: { ...ofGrid, hide: true } }, sendGrid);
}

/** Query parameters whose names depend on the task. */
const prefixes = {
  'x-query-prefixes': {
    [WHERE]: 'The value that is shown of this variable, which is on neither axis.',
    [SHOW]:
      'The values that are shown of this variable, which is on an axis: their numbers from 0, separated by commas, in this order.',
  },
};

/** Takes a place until the answer is over, which the signal reports. A HEAD request takes none. */
function held(places: HeldPlaces, request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const over = new AbortController();
  if (request.method === 'GET') onceOver(reply.raw, places.take(callerOf(request)));
  onceOver(reply.raw, () => over.abort());
  return over.signal;
}

function describe(reply: FastifyReply, type: string, shown: string): FastifyReply {
  reply.headers({
    'content-disposition': shown,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  return reply.type(type);
}

function linkOf(query: unknown) {
  const { expires = '', signature } = query as Static<typeof LinkQuery>;
  return signature === undefined ? undefined : { expires, signature };
}

function gridIn({ query, headers }: FastifyRequest) {
  const { language = languageOf(headers['accept-language']) } = query as Static<typeof GridQuery>;
  return { ...axesIn(query), language };
}

function axesIn(given: unknown) {
  const { rows, columns, cell, format, labels, language: _, ...rest } = given as Static<typeof GridQuery>;
  return { rows, columns, cell, format, labels, where: named(WHERE, rest), show: named(SHOW, rest) };
}

/** The faults of a query with respect to the variables of the task, for a query that the schema refuses in any case. */
const withAxesFaults = (grid: Services['grid']) =>
  withRules(async ({ actor, params }, sound) => {
    try {
      await grid.find(actor, (params as Static<typeof TaskId>).id, axesIn(sound), linkOf(sound));
      return [];
    } catch (error) {
      if (error instanceof Fault && error.type === 'validation_failed') return error.details ?? [];
      throw error;
    }
  });

/** `where.NAME=value` and the like, by name. */
const named = (prefix: string, query: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), String(value)]),
  );

const about = (disposition: string) => ({
  ...headers,
  'content-disposition': { type: 'string', description: disposition },
  'content-security-policy': { type: 'string', description: '`sandbox`.' },
});
const bytes = { schema: { type: 'string', format: 'binary' }, example: '…' };

const archiveResponse = {
  description: 'The ZIP file. It is written while it is being read, so its size is not known in advance.',
  headers: about('`attachment`, and the name of the task.'),
  content: { 'application/zip': bytes },
};

const gridResponse = {
  description: 'The picture. It is sent while it is being drawn.',
  headers: about('`inline`, and the name of the task.'),
  content: { 'image/png': bytes, 'image/webp': bytes, 'image/jpeg': bytes },
};
