/** The modes of a worker and the transitions between them, in one table. */
export const WORKER_MODES = [
  /** Not registered yet. */
  'starting',
  /** Takes turns and runs items side by side. */
  'running',
  /** Takes no turns: an item that was running at several deaths of a worker waits for the others to end, and then runs alone. */
  'solo',
  /** Takes no more turns; running items go on. */
  'draining',
  /** Asked to stop: running items have the grace period to finish. */
  'stopping',
  /** The grace period is over: running items are interrupted and handed back. */
  'aborting',
  'stopped',
] as const;

export type WorkerMode = (typeof WORKER_MODES)[number];

const MOVES: Record<WorkerMode, readonly WorkerMode[]> = {
  starting: ['running', 'stopping'],
  running: ['solo', 'draining', 'stopping'],
  solo: ['running', 'draining', 'stopping'],
  draining: ['stopping'],
  stopping: ['aborting'],
  aborting: ['stopped'],
  stopped: [],
};

export const mayMove = (from: WorkerMode, to: WorkerMode): boolean => MOVES[from].includes(to);

/** The next mode. Throws for a transition that is not in the table, which would be a bug. */
export function moveMode(from: WorkerMode, to: WorkerMode): WorkerMode {
  if (!mayMove(from, to)) throw new Error(`a worker that is ${from} cannot become ${to}`);
  return to;
}
