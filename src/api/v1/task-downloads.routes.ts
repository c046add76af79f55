import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { App } from '../fastify-types.ts';
import { disposition } from '../file-answer.ts';
import { headers } from '../schemas/answers.schema.ts';
import { LinkQuery } from '../schemas/item.schema.ts';
import { TaskId } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Tasks'];

/** What is made of all files of a task together. */
export async function taskDownloadRoutes(app: App, { services: { archive } }: { services: Services }) {
  async function sendArchive(request: FastifyRequest, reply: FastifyReply) {
    const { id } = request.params as Static<typeof TaskId>;
    const found = await archive.find(request.actor, id, linkOf(request));
    reply.headers({
      'content-disposition': disposition('attachment', found.name),
      'content-security-policy': "default-src 'none'; sandbox",
    });
    reply.type('application/zip');
    return reply.send(request.method === 'HEAD' ? undefined : await found.open());
  }

  const input = { params: TaskId, querystring: LinkQuery };
  app.get(
    '/:id/archive',
    {
      exposeHeadRoute: false,
      config: { access: 'link-or-read', faults: ['invalid_file_link', 'downloads_busy'], stream: true },
      schema: {
        ...input,
        tags,
        operationId: 'getArchive',
        summary: 'All files and results of a task as a zip',
        description:
          'Pictures are named by their labels. With them come `manifest.json`, `manifest.csv`, and `index.html`, which shows them as a grid without a server. Of an unfinished task it holds what is done.',
        response: { 200: archiveResponse },
      },
    },
    sendArchive,
  );
  app.head(
    '/:id/archive',
    {
      config: { access: 'link-or-read' },
      schema: { ...input, hide: true, response: { 200: archiveResponse } },
    },
    sendArchive,
  );
}

function linkOf(request: FastifyRequest) {
  const { expires = '', signature } = request.query as Static<typeof LinkQuery>;
  return signature === undefined ? undefined : { expires, signature };
}

const archiveResponse = {
  description: 'The zip, written while it is read: its size is not known before.',
  headers: {
    ...headers,
    'content-disposition': { type: 'string', description: '`attachment`, and the name of the task.' },
    'content-security-policy': { type: 'string', description: '`sandbox`.' },
  },
  content: {
    'application/zip': { schema: { type: 'string', format: 'binary' }, example: '…' },
  },
};
