import type { FastifyRequest } from 'fastify';
import { Fault, type FaultDetail, MOST_DETAILS, moreFaults } from '../../errors.ts';
import { LongWork } from '../../runtime/long-work.ts';
import { MOST_FAULTY_TASKS } from '../../services/tasks/task-creation.ts';
import type { TaskService } from '../../services/tasks/task-service.ts';
import { withRules } from './rule-faults.ts';

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

/** Options of a route whose body contains task types and params: the faults that the types find in the params are reported as well. */
export const withParamFaults = (tasks: TaskService, asked: (body: unknown) => Asked[] = theBody) =>
  withRules((request) => faultsOfTasks(tasks, request, asked(request.body)));

/** The faults that task types find in the params of these tasks. */
export async function faultsOfTasks(
  tasks: TaskService,
  request: FastifyRequest,
  asked: Asked[],
): Promise<FaultDetail[]> {
  const details: FaultDetail[] = [];
  const work = new LongWork();
  let faulty = 0;
  for (const one of asked) {
    // Stops when the answer is full, so that an invalid body does not cost more.
    if (details.length > MOST_DETAILS) break;
    if (faulty === MOST_FAULTY_TASKS) return [...details, moreFaults('body', details.length)];
    await work.pause();
    const found = await paramFaults(tasks, request, one);
    if (found.length > 0) faulty += 1;
    details.push(...found);
  }
  return details;
}

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
