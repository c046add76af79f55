import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { TaskService } from '../../services/tasks/task-service.ts';
import { faultOf } from '../plugins/faults.plugin.ts';

/** A task that a body asks for, as far as it can be read, and where it stands in the body. */
interface Asked {
  at: string;
  task: unknown;
}

const theBody = (body: unknown): Asked[] => [{ at: '', task: body }];

/** Of a schedule. */
export const theTaskWithin = (body: unknown): Asked[] => [
  { at: 'task.', task: ((body ?? {}) as { task?: unknown }).task },
];

/** Of a batch; only so many that the check of a faulty body is bounded as that of a good one. */
export const theTasks = (body: unknown): Asked[] => {
  const { tasks } = (body ?? {}) as { tasks?: unknown };
  return Array.isArray(tasks) ? tasks.slice(0, 100).map((task, at) => ({ at: `tasks.${at}.`, task })) : [];
};

/**
 * Options of a route whose body names task types and their params: what is wrong with the body and what the types find wrong
 * with the params are told together, so that nobody corrects the one only to hear of the other.
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

/** Empty where the body does not even say which type, or gives no params. */
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
    // The body is at fault in any case, and that is the answer; whatever this is comes back once the body is corrected.
    log.warn(
      { err: error },
      'the params of a task could not be checked because the task type failed; the other errors of the request are reported without them',
    );
    return [];
  }
}
