import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import { taskDetailExample, taskExample } from '../schemas/task.examples.ts';
import { Task, TaskId, TaskInFull } from '../schemas/task.schema.ts';
import { IdempotencyKey, NewTask, Preview, TaskPlan, TaskQuery } from '../schemas/task-request.schema.ts';
import type { Services } from '../services.ts';
import { withParamFaults } from './task-body.ts';

const tags = ['Tasks'];

export async function taskRoutes(app: App, { services: { tasks } }: { services: Services }) {
  const withParams = withParamFaults(tasks);
  app.post(
    '/',
    {
      ...withParams,
      config: {
        access: 'write',
        audit: 'none: the task itself tells its owner and time',
        faults: ['idempotency_key_reused', 'idempotency_key_spent', 'quota_exceeded'],
      },
      schema: {
        tags,
        operationId: 'createTask',
        summary: 'Create a task',
        headers: IdempotencyKey,
        body: NewTask,
        response: {
          200: answer(TaskInFull, taskDetailExample, {
            description: 'The task that was created with this Idempotency-Key.',
          }),
          201: answer(TaskInFull, taskDetailExample, { code: 201 }),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const made = await tasks.create(request.actor, request.body, key);
      request.noted = { task_id: made.task.id };
      if (!made.created) return ok(request, made.task);
      return created(request, reply, made.task);
    },
  );

  app.post(
    '/preview',
    {
      ...withParams,
      config: { access: 'write', audit: 'none: nothing is stored' },
      schema: {
        tags,
        operationId: 'previewTask',
        summary: 'Preview the items of a task',
        description: 'Nothing is stored.',
        body: TaskPlan,
        response: { 200: answer(Preview, { count: 3, labels: [{ animal: 'fox' }, { animal: 'owl' }] }) },
      },
    },
    async (request) => ok(request, await tasks.preview(request.actor, request.body)),
  );

  readRoutes(app, tasks);
}

function readRoutes(app: App, tasks: Services['tasks']): void {
  app.get(
    '/',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'listTasks',
        summary: 'List tasks',
        description:
          'Newest first by default. You see your own tasks and shared ones; managers and administrators see all tasks.',
        querystring: TaskQuery,
        response: { 200: answer(pageOf(Task), pageExample(taskExample)) },
      },
    },
    async (request) => ok(request, await tasks.list(request.actor, request.query)),
  );

  app.get(
    '/:id',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'getTask',
        summary: 'Get a task',
        params: TaskId,
        response: { 200: answer(TaskInFull, taskDetailExample) },
      },
    },
    async (request) => ok(request, await tasks.get(request.actor, request.params.id)),
  );
}
