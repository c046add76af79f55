import { type Fault, messageOf } from '../../errors.ts';
import { rangeFaults } from '../../services/query-rules.ts';
import { choiceFaults, emptySearchFaults } from '../../services/tasks/task-bulk.ts';
import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { type Language, languageOf } from '../language.ts';
import { answer } from '../schemas/answers.schema.ts';
import { taskDetailExample } from '../schemas/task.examples.ts';
import { BulkAction, BulkResults, NewTasks, TasksInFull } from '../schemas/task-bulk.schema.ts';
import { IdempotencyKey } from '../schemas/task-request.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';
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
        faults: ['idempotency_key_reused', 'idempotency_key_spent', 'quota_exceeded'],
      },
      schema: {
        tags,
        operationId: 'createTasks',
        summary: 'Create up to 100 tasks at once',
        description:
          'Creates all tasks or none. Invalid values are reported with paths such as `tasks.3.params.x`, those of at most 20 tasks. One `Idempotency-Key` covers the batch.',
        headers: IdempotencyKey,
        body: NewTasks,
        response: {
          200: answer(
            TasksInFull,
            { items: [taskDetailExample] },
            {
              description: 'The tasks that were created with this Idempotency-Key.',
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
      ...withRules(({ body }, { filter }) => [
        ...choiceFaults(Object(body)),
        ...rangeFaults(Object(filter), 'filter.'),
        ...emptySearchFaults(Object(filter)),
      ]),
      config: { access: 'write', audit: 'task.bulk', faults: ['matched_changed'] },
      schema: {
        tags,
        operationId: 'changeTasks',
        summary: 'Cancel, retry or delete many tasks, or undo their cancel',
        description:
          'Acts on the tasks in `ids`, or on the tasks that match `filter` now, at most 1,000. Permissions are checked for each task, and each task succeeds or fails on its own. If `expected` is given and differs from the number of matches, the answer is 409 and nothing is changed.',
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
        results: results.map(({ id, fault }) => rowOf(id, fault, language)),
      });
    },
  );
}

const rowOf = (id: string, fault: Fault | null, language: Language) =>
  fault
    ? {
        id,
        ok: false,
        error: {
          type: fault.type,
          message: messageOf(fault)[language],
          ...(fault.quota && { quota: fault.quota }),
        },
      }
    : { id, ok: true };
