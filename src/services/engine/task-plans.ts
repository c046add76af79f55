import type { ItemError, Task, TaskStore } from '../../data/contracts/index.ts';
import type { Plan } from '../../task-types/definition/define-task-type.ts';
import type { TaskType, TaskTypeRegistry } from '../../task-types/definition/registry.ts';

const KEPT_PLANS = 256;

/** A stored task with what its type makes of it. `problem` is set when this process cannot plan it. */
export type PlannedTask =
  | { taskType: TaskType; plan: Plan; problem: null }
  | { taskType: null; plan: null; problem: ItemError };

/** Plans of stored tasks. Params never change, so a plan made once is good for the life of the task. */
export interface TaskPlans {
  of(task: Pick<Task, 'id' | 'type' | 'type_version' | 'total_items'>): Promise<PlannedTask>;
}

export function createTaskPlans(tasks: TaskStore, registry: TaskTypeRegistry): TaskPlans {
  const kept = new Map<string, PlannedTask>();

  async function planOf(task: Parameters<TaskPlans['of']>[0]): Promise<PlannedTask> {
    const taskType = registry.get(task.type);
    if (!taskType) return cannot('TaskTypeMissing', `No task type "${task.type}" is installed.`);
    if (taskType.version !== task.type_version) {
      const versions = `planned with version ${task.type_version}, installed is version ${taskType.version}`;
      return cannot('TaskTypeChanged', `The task type "${task.type}" has changed: ${versions}.`);
    }
    try {
      const plan = taskType.plan(await tasks.getParams(task.id));
      return { taskType, plan, problem: null };
    } catch (error) {
      if (error instanceof Error && error.name === 'Unavailable') throw error;
      return cannot(
        'PlanFailed',
        `The task type "${task.type}" cannot plan this task: ${(error as Error).message}`,
      );
    }
  }

  return {
    async of(task) {
      let planned = kept.get(task.id);
      if (planned) return planned;
      planned = await planOf(task);
      kept.set(task.id, planned);
      if (kept.size > KEPT_PLANS) kept.delete(kept.keys().next().value as string);
      return planned;
    },
  };
}

const cannot = (type: string, message: string): PlannedTask => ({
  taskType: null,
  plan: null,
  problem: { type, message },
});
