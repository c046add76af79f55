import type { Static } from 'typebox';
import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { taskDetailExample } from '../schemas/task.examples.ts';
import { TaskId, TaskInFull } from '../schemas/task.schema.ts';
import { ChosenItems, MOST_ITEMS } from '../schemas/task-bulk.schema.ts';
import { TaskEdit } from '../schemas/task-request.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';

const tags = ['Tasks'];
const whoMay = 'For the owner, managers and administrators.';
const aboutItems =
  'With `items`, the call changes only these items, even while the rest of the task runs. If the state of one of them does not allow it, the answer is 409 and nothing is changed.';

export async function taskChangeRoutes(app: App, { services: { tasks } }: { services: Services }) {
  app.patch(
    '/:id',
    {
      config: { access: 'write', audit: 'task.update' },
      schema: {
        tags,
        operationId: 'updateTask',
        summary: 'Change the name, priority or visibility of a task',
        description: `${whoMay} Fields that are left out keep their value. A new priority applies to items that have not started yet.`,
        params: TaskId,
        body: TaskEdit,
        response: { 200: answer(TaskInFull, { ...taskDetailExample, name: 'Animals in the rain' }) },
      },
    },
    async (request) => ok(request, await tasks.update(request.actor, request.params.id, request.body)),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'write', audit: 'task.delete' },
      schema: {
        tags,
        operationId: 'deleteTask',
        summary: 'Delete a task and its files',
        description:
          'For the owner, and for callers with the `delete` permission. A running task is cancelled first.',
        params: TaskId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await tasks.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );

  stopAndRetryRoutes(app, tasks);
}

function stopAndRetryRoutes(app: App, tasks: Services['tasks']): void {
  const withIndexFaults = withRules(({ actor, params, body }) => {
    const { items } = Object(body) as { items?: unknown };
    // A longer list is refused because of its length.
    const few = Array.isArray(items) ? items.slice(0, MOST_ITEMS) : [];
    return tasks.indexFaults(actor, (params as Static<typeof TaskId>).id, few);
  });
  app.post(
    '/:id/cancel',
    {
      ...withIndexFaults,
      config: {
        access: 'write',
        audit: 'task.cancel',
        faults: ['task_finished', 'items_not_fitting'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'cancelTask',
        summary: 'Cancel a task or some of its items',
        description: `${whoMay} ${aboutItems} Only items that have not ended can be cancelled. A task whose running items all end by themselves before the cancel reaches them ends as \`completed\` or \`failed\`.`,
        params: TaskId,
        body: ChosenItems,
        response: { 200: answer(TaskInFull, { ...taskDetailExample, status: 'cancelling' }) },
      },
    },
    async (request) => ok(request, await tasks.cancel(request.actor, request.params.id, request.body?.items)),
  );

  app.post(
    '/:id/retry',
    {
      ...withIndexFaults,
      config: {
        access: 'write',
        audit: 'task.retry',
        faults: ['task_not_retryable', 'owner_not_active', 'items_not_fitting', 'quota_exceeded'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'retryTask',
        summary: 'Retry the failed and cancelled items of a task',
        description: `${whoMay} Retrying a whole finished task starts a new round. ${aboutItems} Only items that failed or were cancelled can be retried; \`retry_round\` does not change. A finished task counts among the active tasks of its owner again, so the quota \`active_tasks\` can refuse it.`,
        params: TaskId,
        body: ChosenItems,
        response: { 200: answer(TaskInFull, { ...taskDetailExample, retry_round: 1 }) },
      },
    },
    async (request) => ok(request, await tasks.retry(request.actor, request.params.id, request.body?.items)),
  );
}
