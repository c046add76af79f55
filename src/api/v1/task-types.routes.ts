import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import { TypeName, TypeSwitched } from '../schemas/operation.schema.ts';
import { taskTypeExample } from '../schemas/task.examples.ts';
import { TaskTypes } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

/** Task types, under `/task-types`. */
export async function taskTypeRoutes(app: App, { services: { tasks, types } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'read' },
      schema: {
        tags: ['Tasks'],
        operationId: 'listTaskTypes',
        summary: 'List the task types',
        response: { 200: answer(TaskTypes, [taskTypeExample]) },
      },
    },
    async (request) => ok(request, await tasks.types(request.actor)),
  );

  app.post(
    '/:type/pause',
    {
      config: { access: 'admin', audit: 'type.pause', faults: ['not_found'] },
      schema: {
        tags: ['Operation'],
        operationId: 'pauseTaskType',
        summary: 'Pause a task type',
        description:
          'No worker starts items of this type until it is resumed, even after a restart. Running items continue. Tasks can still be created; they wait. Repeating the call has no effect.',
        params: TypeName,
        response: { 200: answer(TypeSwitched, { type: 'image', paused_at: '2026-01-05T08:30:00.000Z' }) },
      },
    },
    async (request) => ok(request, await types.pause(request.actor, request.params.type)),
  );

  app.post(
    '/:type/resume',
    {
      config: { access: 'admin', audit: 'type.resume', faults: ['not_found'] },
      schema: {
        tags: ['Operation'],
        operationId: 'resumeTaskType',
        summary: 'Resume a paused task type',
        description: 'Has no effect on a type that is not paused.',
        params: TypeName,
        response: { 200: answer(TypeSwitched, { type: 'image', paused_at: null }) },
      },
    },
    async (request) => ok(request, await types.resume(request.actor, request.params.type)),
  );
}
