import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { taskDetailExample } from '../schemas/task.examples.ts';
import { ChosenItems, TaskEdit, TaskId, TaskInFull } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Tasks'];
const whoMay = 'By its owner, managers and administrators.';
const aboutItems =
  'With `items` only these, also while the rest of the task runs; all or nothing: where one does not fit, a 409 names it.';

export async function taskChangeRoutes(app: App, { services: { tasks } }: { services: Services }) {
  app.patch(
    '/:id',
    {
      config: { access: 'write', audit: 'task.update' },
      schema: {
        tags,
        operationId: 'updateTask',
        summary: 'Change name, priority or sharing of a task',
        description: `${whoMay} What is left out stays. A new priority counts for items that have not been claimed yet.`,
        params: TaskId,
        body: TaskEdit,
        response: { 200: answer(TaskInFull, { ...taskDetailExample, name: 'Animals in the rain' }) },
      },
    },
    async (request) => ok(request, await tasks.update(request.actor, request.params.id, request.body)),
  );

  app.post(
    '/:id/cancel',
    {
      config: {
        access: 'write',
        audit: 'task.cancel',
        faults: ['task_finished', 'items_not_fitting'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'cancelTask',
        summary: 'Cancel a task, or chosen items of it',
        description: `${whoMay} ${aboutItems} An item fits that has not ended.`,
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
      config: {
        access: 'write',
        audit: 'task.retry',
        faults: ['task_not_retryable', 'items_not_fitting'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'retryTask',
        summary: 'Run failed and cancelled items again, all or chosen ones',
        description: `${whoMay} All of a finished task: a new round begins. ${aboutItems} An item fits that failed or was cancelled; \`retry_round\` does not rise then.`,
        params: TaskId,
        body: ChosenItems,
        response: { 200: answer(TaskInFull, { ...taskDetailExample, retry_round: 1 }) },
      },
    },
    async (request) => ok(request, await tasks.retry(request.actor, request.params.id, request.body?.items)),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'write', audit: 'task.delete' },
      schema: {
        tags,
        operationId: 'deleteTask',
        summary: 'Delete a task with its files',
        description: 'By its owner, or with the `delete` permission. A running one is cancelled first.',
        params: TaskId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await tasks.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );
}
