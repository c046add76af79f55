import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Task } from '../../../data/contracts/index.ts';
import { BoundedMap } from '../../../runtime/bounded-map.ts';
import { Turns } from '../../../runtime/turns.ts';
import type { Plan } from '../../../task-types/definition/define-task-type.ts';
import { labelOf } from '../task-access.ts';
import { FoundVariables, type Variable } from './grid-axes.ts';

/** Number of labels created at a time. */
const PAGE = 200;
const KEPT = 256;
const KEPT_BYTES = 16 * 1024 * 1024;

/** The variables of tasks according to their plans. Params never change, so the result is kept. */
export class PlanVariables {
  readonly #kept = new BoundedMap<string, Variable[]>({ entries: KEPT, bytes: KEPT_BYTES, weigh });
  readonly #making = new Map<string, Promise<Variable[]>>();
  readonly #turns = new Turns(1);

  async of(task: Pick<Task, 'id' | 'total_items'>, plan: Plan): Promise<Variable[]> {
    const kept = this.#kept.get(task.id) ?? this.#making.get(task.id);
    if (kept) return kept;
    const making = this.#turns
      .run(() => made(plan, task.total_items))
      .finally(() => this.#making.delete(task.id));
    this.#making.set(task.id, making);
    const variables = await making;
    this.#kept.set(task.id, variables);
    return variables;
  }
}

async function made(plan: Plan, count: number): Promise<Variable[]> {
  const found = new FoundVariables();
  for (let from = 0; from < count; from += PAGE) {
    const to = Math.min(from + PAGE, count);
    for (let index = from; index < to; index += 1) found.add(labelOf(plan, index));
    await nextTurn();
  }
  return found.all();
}

const weigh = (variables: Variable[]): number =>
  variables
    .flatMap(({ name, values }) => [name, ...values])
    .reduce((sum, text) => sum + 50 + 2 * text.length, 500);
