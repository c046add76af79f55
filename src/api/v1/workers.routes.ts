import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import { WorkerEntry, WorkerId, WorkerQuery, workerExample } from '../schemas/operation.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Operation'];

const drained = {
  en: 'The worker takes no further items until its process is stopped.',
  zh: '该工作进程不再领取新任务项，直到其进程停止。',
};
const drainedAlone = {
  en: 'The only worker of this server takes no further items: no item starts until the server is restarted.',
  zh: '本服务器唯一的工作进程不再领取新任务项：在服务器重启之前不会开始任何任务。',
};

/** Workers, under `/workers`. */
export async function workerRoutes(app: App, { services }: { services: Services }) {
  const { workers, embedded } = services;
  app.get(
    '/',
    {
      config: { access: 'oversee' },
      schema: {
        tags,
        operationId: 'listWorkers',
        summary: 'List the running workers and their items',
        description: 'Workers that have not reported for 10 s are left out.',
        querystring: WorkerQuery,
        response: { 200: answer(pageOf(WorkerEntry), pageExample(workerExample)) },
      },
    },
    async (request) => ok(request, await workers.list(request.actor, request.query)),
  );

  app.post(
    '/:id/drain',
    {
      config: { access: 'admin', audit: 'worker.drain', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'drainWorker',
        summary: 'Drain a worker',
        description:
          'The worker finishes its running items and takes no more, until its process is stopped. In embedded mode there is only one worker, so no items start until the server is restarted. Repeating the call has no effect.',
        params: WorkerId,
        response: { 200: answer(WorkerEntry, { ...workerExample, draining: true }) },
      },
    },
    async (request) => {
      const worker = await workers.drain(request.actor, request.params.id);
      return ok(request, worker, embedded ? drainedAlone : drained);
    },
  );
}
