import {
  type ItemError,
  StoreDamaged,
  type Task,
  type TaskStore,
  Unavailable,
} from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Said } from '../../runtime/said.ts';
import type { Plan } from '../../task-types/definition/define-task-type.ts';
import type { TaskType, TaskTypeRegistry } from '../../task-types/definition/registry.ts';

const KEPT_PLANS = 256;
const KEPT_BYTES = 64 * 1024 * 1024;

/** A stored task with the plan that its type makes. `problem` is set if this process cannot plan it. */
export type PlannedTask =
  | { taskType: TaskType; plan: Plan; problem: null }
  | { taskType: null; plan: null; problem: ItemError };

type Stored = Pick<Task, 'id' | 'type' | 'type_version' | 'total_items'>;

/** Plans of stored tasks. Params never change, so a plan stays valid for the life of the task. */
export class TaskPlans {
  readonly #tasks: Pick<TaskStore, 'getParams'>;
  readonly #registry: TaskTypeRegistry;
  readonly #kept = new BoundedMap<string, { planned: PlannedTask; bytes: number }>({
    entries: KEPT_PLANS,
    bytes: KEPT_BYTES,
    weigh: ({ bytes }) => bytes,
  });

  constructor(tasks: Pick<TaskStore, 'getParams'>, registry: TaskTypeRegistry) {
    this.#tasks = tasks;
    this.#registry = registry;
  }

  /** The plan if it is in memory, so that nobody waits for a promise. */
  known(task: Pick<Stored, 'id'>): PlannedTask | undefined {
    return this.#kept.get(task.id)?.planned;
  }

  async of(task: Stored): Promise<PlannedTask> {
    const known = this.known(task);
    if (known) return known;
    const made = await this.#plan(task);
    this.#kept.set(task.id, made);
    return made.planned;
  }

  /**
   * The plan of a task that was just created, possibly by another process, without reading its params (`toJsonText`, as in the store) from
   * there. Tasks that cannot be planned here are left to `of`, which reports the reason.
   */
  know(task: Stored, params: string): void {
    const taskType = this.#registry.get(task.type);
    if (taskType?.version !== task.type_version) return;
    try {
      const planned = { taskType, plan: taskType.plan(JSON.parse(params)), problem: null };
      this.#kept.set(task.id, { planned, bytes: weigh(params) });
    } catch {
      // The params from `prepare` contain something that JSON cannot represent, such as a Date.
    }
  }

  async #plan(task: Stored): Promise<{ planned: PlannedTask; bytes: number }> {
    const taskType = this.#registry.get(task.type);
    if (!taskType)
      return cannot('TaskTypeMissing', {
        en: `No task type "${task.type}" is installed.`,
        zh: `未安装任务类型“${task.type}”。`,
      });
    if (taskType.version !== task.type_version) {
      const [planned, installed] = [task.type_version, taskType.version];
      return cannot('TaskTypeChanged', {
        en: `The task type "${task.type}" has changed: planned with version ${planned}, installed is version ${installed}.`,
        zh: `任务类型“${task.type}”已修改：任务按版本 ${planned} 规划，当前安装的是版本 ${installed}。`,
      });
    }
    try {
      const params = await this.#tasks.getParams(task.id);
      const planned = { taskType, plan: taskType.plan(params), problem: null };
      return { planned, bytes: weigh(JSON.stringify(params) ?? '') };
    } catch (error) {
      // Damaged params stay damaged: the item fails. Anything else passes.
      if (error instanceof Unavailable && !(error instanceof StoreDamaged)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return cannot('PlanFailed', {
        en: `The task type "${task.type}" cannot plan this task: ${message}`,
        zh: `任务类型“${task.type}”无法规划此任务：${message}`,
      });
    }
  }
}

/** The plan may hold its params and data of the same size derived from them. */
const weigh = (params: string): number => 2_000 + 6 * params.length;

const cannot = (type: string, { en, zh }: Said): { planned: PlannedTask; bytes: number } => ({
  planned: { taskType: null, plan: null, problem: { type, message: en, zh } },
  bytes: 500,
});
