import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { Settings } from '../../settings.ts';
import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { SHOWN_TYPES, sendFile } from '../file-answer.ts';
import { HeldPlaces, onceOver } from '../held-places.ts';
import { LargePages } from '../large-page.ts';
import { callerOf } from '../origin.ts';
import { answer, contentRange, headers } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import { FileId, FileQuery, Item, ItemId, ItemLine, ItemsQuery, LogsQuery } from '../schemas/item.schema.ts';
import { itemExample, itemLogLineExample } from '../schemas/task.examples.ts';
import { TaskId } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Tasks'];

export async function taskItemRoutes(
  app: App,
  { services: { items }, settings }: { services: Services; settings: Settings },
) {
  const places = new HeldPlaces({
    most: Number.POSITIVE_INFINITY,
    most_per_caller: settings.MAX_DOWNLOADS_PER_CALLER,
    fault: 'too_many_downloads',
  });
  const pages = new LargePages();

  app.get(
    '/:id/items',
    {
      config: { access: 'read', faults: ['too_many_large_pages'] },
      schema: {
        tags,
        operationId: 'listItems',
        summary: 'List the items of a task by index',
        description:
          'Includes items that are not in the queue yet. A caller can read at most 8 pages of more than 512 KiB at the same time; up to 100 further ones wait, at most 20 seconds.',
        params: TaskId,
        querystring: ItemsQuery,
        response: { 200: answer(pageOf(Item), pageExample(itemExample)) },
      },
    },
    async (request, reply) =>
      pages.send(request, reply, (grow) => items.list(request.actor, request.params.id, request.query, grow)),
  );

  app.get(
    '/:id/items/:index',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'getItem',
        summary: 'Get an item of a task',
        params: ItemId,
        response: { 200: answer(Item, itemExample) },
      },
    },
    async (request) => ok(request, await items.get(request.actor, request.params.id, request.params.index)),
  );

  app.get(
    '/:id/items/:index/logs',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'listItemLogs',
        summary: 'List what the handler of an item logged, oldest first',
        description:
          'The last 200 lines of all attempts, at most 64 KiB. Of these, 50 places are for the last warnings and errors, which other lines do not displace. A new line appears within two seconds.',
        params: ItemId,
        querystring: LogsQuery,
        response: { 200: answer(pageOf(ItemLine), pageExample(itemLogLineExample)) },
      },
    },
    async (request) => {
      const { id, index } = request.params;
      return ok(request, await items.logs(request.actor, id, index, request.query));
    },
  );

  fileRoutes(app, items, places);
}

function fileRoutes(app: App, items: Services['items'], places: HeldPlaces): void {
  async function download(request: FastifyRequest, reply: FastifyReply) {
    if (request.method === 'GET') onceOver(reply.raw, places.take(callerOf(request)));
    const { id, index, name } = request.params as Static<typeof FileId>;
    const { expires = '', signature, preview } = request.query as Static<typeof FileQuery>;
    const link = signature === undefined ? undefined : { expires, signature };
    return sendFile(await items.file(request.actor, id, index, name, { link, preview }), request, reply);
  }

  const input = { params: FileId, querystring: FileQuery };
  app.get(
    '/:id/items/:index/files/:name',
    {
      exposeHeadRoute: false,
      config: {
        access: 'link-or-read',
        faults: ['invalid_file_link', 'range_not_satisfiable', 'too_many_downloads', 'file_unreadable'],
        stream: true,
      },
      schema: {
        ...input,
        tags,
        operationId: 'getFile',
        summary: 'Download a file',
        description:
          'Supports `If-None-Match`, and `Range` with `If-Range`. Browsers display PNG, JPEG and WebP, and download other types.',
        response: fileResponses(),
      },
    },
    download,
  );
  app.head(
    '/:id/items/:index/files/:name',
    { config: { access: 'link-or-read' }, schema: { ...input, hide: true, response: fileResponses() } },
    download,
  );
}

function fileResponses() {
  const text = (description: string) => ({ type: 'string', description });
  const about = {
    ...headers,
    etag: text('The SHA-256 of the bytes.'),
    'cache-control': text('`private`; an hour for a signed link.'),
    'accept-ranges': text('`bytes`.'),
    'content-disposition': text('`inline` or `attachment`, and the name.'),
    'content-security-policy': text('`sandbox`.'),
  };
  const types = [...SHOWN_TYPES, 'application/octet-stream'];
  const bytes = { schema: { type: 'string', format: 'binary' }, example: '…' };
  const content = Object.fromEntries(types.map((type) => [type, bytes]));
  return {
    200: { description: 'The file.', headers: about, content },
    206: { description: 'The requested range.', headers: { ...about, ...contentRange }, content },
    304: { description: 'The cached copy is up to date.', headers: about, type: 'null' },
  };
}
