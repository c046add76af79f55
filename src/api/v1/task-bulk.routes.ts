import { catalogue } from '../../errors.ts';
import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { languageOf } from '../language.ts';
import { answer } from '../schemas/answers.schema.ts';
import { taskDetailExample } from '../schemas/task.examples.ts';
import { BulkAction, BulkResults, IdempotencyKey, NewTasks, TasksInFull } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';
import { theTasks, withParamFaults } from './task-body.ts';

const tags = ['Tasks'];

export async function taskBulkRoutes(app: App, { services: { tasks, bulk } }: { services: Services }) {
  app.post(
    '/batch',
    {
      ...withParamFaults(tasks, theTasks),
      config: {
        access: 'write',
        audit: 'none: the tasks themselves tell their owner and time',
        faults: ['idempotency_key_reused', 'idempotency_key_spent'],
      },
      schema: {
        tags,
        operationId: 'createTasks',
        summary: 'Create up to 100 tasks, all or none',
        description:
          'Faults of all are named as `tasks.3.params.x`, and then nothing is created. One `Idempotency-Key` stands for the batch.',
        headers: IdempotencyKey,
        body: NewTasks,
        response: {
          200: answer(
            TasksInFull,
            { items: [taskDetailExample] },
            {
              description: 'The tasks that this Idempotency-Key has made.',
            },
          ),
          201: answer(TasksInFull, { items: [taskDetailExample] }, { code: 201 }),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const made = await tasks.createBatch(request.actor, request.body.tasks, key);
      const items = { items: made.tasks };
      return made.created ? created(request, reply, items) : ok(request, items);
    },
  );

  app.post(
    '/bulk',
    {
      config: { access: 'write', audit: 'task.bulk', faults: ['matched_changed'] },
      schema: {
        tags,
        operationId: 'changeTasks',
        summary: 'Cancel, retry or delete many tasks',
        description:
          'Those of `ids`, or what `filter` matches at this moment, at most 1,000. Each succeeds or fails by itself; who may do it is decided task by task. With `expected` another number of matches is a 409, and nothing is done.',
        body: BulkAction,
        response: {
          200: answer(BulkResults, { matched: 1, results: [{ id: taskDetailExample.id, ok: true }] }),
        },
      },
    },
    async (request) => {
      const language = languageOf(request.headers['accept-language']);
      const { results, ...counts } = await bulk.run(request.actor, request.body);
      return ok(request, {
        ...counts,
        results: results.map(({ id, fault }) =>
          fault
            ? { id, ok: false, error: { type: fault, message: catalogue[fault][language] } }
            : { id, ok: true },
        ),
      });
    },
  );
}
