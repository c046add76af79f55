import type { App } from '../fastify-types.ts';
import { headers } from '../schemas/answers.schema.ts';
import { LinkQuery } from '../schemas/item.schema.ts';
import { TaskId } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

const thumbnailResponse = {
  description: 'The picture.',
  headers: {
    ...headers,
    'cache-control': { type: 'string', description: '`private`; an hour for a signed link.' },
    'content-security-policy': { type: 'string', description: '`sandbox`.' },
  },
  content: { 'image/webp': { schema: { type: 'string', format: 'binary' }, example: '…' } },
};

export async function taskThumbnailRoutes(app: App, { services: { thumbnails } }: { services: Services }) {
  app.get(
    '/:id/thumbnail',
    {
      config: { access: 'link-or-read', faults: ['invalid_file_link', 'file_unreadable'], stream: true },
      schema: {
        params: TaskId,
        querystring: LinkQuery,
        response: { 200: thumbnailResponse },
        tags: ['Tasks'],
        operationId: 'getThumbnail',
        summary: 'Get a small copy of the first picture of a task',
        description:
          'A WebP picture, 96 pixels wide and high. `thumbnail_url` of a task is a signed link to it. The answer is 404 while the task has no picture.',
      },
    },
    async (request, reply) => {
      const { expires = '', signature } = request.query;
      const link = signature === undefined ? undefined : { expires, signature };
      const picture = await thumbnails.get(request.actor, request.params.id, link);
      reply.type('image/webp');
      // The picture of a task never changes; without a link, the caller's permission is checked each time.
      reply.headers({
        'cache-control': link ? 'private, max-age=3600' : 'private, no-cache',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      return reply.send(picture);
    },
  );
}
