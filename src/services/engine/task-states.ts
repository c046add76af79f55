/** The tables of how a task and an item may move. docs/architecture.md draws them from here. */
import type { ItemStatus, TaskStatus } from '../../data/contracts/index.ts';

export const taskMoves: Record<TaskStatus, readonly TaskStatus[]> = {
  pending: ['processing', 'cancelling', 'cancelled'],
  processing: ['completed', 'failed', 'cancelling', 'cancelled'],
  cancelling: ['cancelled', 'completed', 'failed', 'processing'],
  completed: ['processing'],
  failed: ['processing'],
  cancelled: ['processing', 'pending'],
};

export const itemMoves: Record<ItemStatus, readonly ItemStatus[]> = {
  queued: ['processing', 'cancelled'],
  processing: ['completed', 'failed', 'cancelled', 'queued'],
  completed: [],
  failed: ['queued'],
  cancelled: ['queued'],
};

const finalStatuses: readonly TaskStatus[] = ['completed', 'failed', 'cancelled'];

export const isFinal = (status: TaskStatus): boolean => finalStatuses.includes(status);

/** Moves the task; throws on a move that is not in the table, which would be a bug. */
export function moveTask(task: { status: TaskStatus }, to: TaskStatus): void {
  if (task.status === to) return;
  if (!taskMoves[task.status].includes(to)) throw new Error(`a task cannot go from ${task.status} to ${to}`);
  task.status = to;
}

/** Throws on a move of an item that is not in the table, which would be a bug. */
export function checkItemMove(from: ItemStatus, to: ItemStatus): void {
  if (!itemMoves[from].includes(to)) throw new Error(`an item cannot go from ${from} to ${to}`);
}
