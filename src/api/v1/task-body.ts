import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { TaskService } from '../../services/tasks/task-service.ts';
import { faultOf } from '../plugins/faults.plugin.ts';

/**
 * Options of a route whose body names a task type and its params: what is wrong with the body and what the type finds wrong
 * with the params are told together, so that nobody mends the one only to hear of the other.
 */
export const withParamFaults = (tasks: TaskService) => ({
  attachValidation: true as const,
  preHandler: (async (request) => {
    if (!request.validationError) return;
    const { details = [] } = faultOf(request.validationError, request);
    const told = new Set(details.map(({ path }) => path));
    const more = (await paramFaults(tasks, request)).filter(({ path }) => !told.has(path));
    throw new Fault('validation_failed', { details: [...details, ...more] });
  }) satisfies preHandlerAsyncHookHandler,
});

/** Empty where the body does not even say which type, or gives no params. */
async function paramFaults(tasks: TaskService, { body, actor, log }: FastifyRequest): Promise<FaultDetail[]> {
  const { type, params } = (body ?? {}) as { type?: unknown; params?: unknown };
  if (typeof type !== 'string' || typeof params !== 'object' || params === null || Array.isArray(params))
    return [];
  try {
    await tasks.preview(actor, { type, params });
    return [];
  } catch (error) {
    if (error instanceof Fault && error.type === 'validation_failed') return error.details ?? [];
    // The body is at fault in any case, and that is the answer; whatever this is comes back once the body is mended.
    log.warn({ err: error }, 'the params beside a faulty body could not be checked');
    return [];
  }
}
