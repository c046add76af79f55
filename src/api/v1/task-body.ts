import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { TaskService } from '../../services/tasks/task-service.ts';
import { faultOf } from '../plugins/faults.plugin.ts';

/** A task in a request body, as far as it can be read, and its position in the body. */
interface Asked {
  at: string;
  task: unknown;
}

const theBody = (body: unknown): Asked[] => [{ at: '', task: body }];

/** The task of a schedule. */
export const theTaskWithin = (body: unknown): Asked[] => [
  { at: 'task.', task: ((body ?? {}) as { task?: unknown }).task },
];

/** The tasks of a batch; only so many that checking an invalid body costs no more than checking a valid one. */
export const theTasks = (body: unknown): Asked[] => {
  const { tasks } = (body ?? {}) as { tasks?: unknown };
  return Array.isArray(tasks) ? tasks.slice(0, 100).map((task, at) => ({ at: `tasks.${at}.`, task })) : [];
};

/**
 * Options of a route whose body contains task types and params: the faults of the body and the faults that the types find in the params
 * are reported together, so that callers can correct all of them at once.
 */
export const withParamFaults = (tasks: TaskService, asked: (body: unknown) => Asked[] = theBody) => ({
  attachValidation: true as const,
  preHandler: (async (request) => {
    if (!request.validationError) return;
    const { details = [] } = faultOf(request.validationError, request);
    const told = new Set(details.map(({ path }) => path));
    for (const one of asked(request.body)) {
      const more = await paramFaults(tasks, request, one);
      details.push(...more.filter(({ path }) => !told.has(path)));
    }
    throw new Fault('validation_failed', { details });
  }) satisfies preHandlerAsyncHookHandler,
});

/** Empty if the body names no type or has no params. */
async function paramFaults(
  tasks: TaskService,
  { actor, log }: FastifyRequest,
  { at, task }: Asked,
): Promise<FaultDetail[]> {
  const { type, params } = (task ?? {}) as { type?: unknown; params?: unknown };
  if (typeof type !== 'string' || typeof params !== 'object' || params === null || Array.isArray(params))
    return [];
  try {
    await tasks.preview(actor, { type, params });
    return [];
  } catch (error) {
    if (error instanceof Fault && error.type === 'validation_failed')
      return (error.details ?? []).map((one) => ({ ...one, path: `${at}${one.path}` }));
    // The body is invalid in any case, and that is the answer; this error comes back once the body is corrected.
    log.warn(
      { err: error },
      'the params of a task could not be checked because the task type failed; the other errors of the request are reported without them',
    );
    return [];
  }
}
