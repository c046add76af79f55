/** What a worker does just now, and what may follow. The one table of its modes. */
export const WORKER_MODES = [
  /** Not registered yet. */
  'starting',
  /** Takes turns and runs items side by side. */
  'running',
  /** Takes no turn: one item that was in hand at several deaths of a worker waits for the others to end, then runs alone. */
  'solo',
  /** Takes no turn any more; what runs goes on. */
  'draining',
  /** Asked to stop: running items have the grace to finish. */
  'stopping',
  /** The grace is over: running items are interrupted and handed back. */
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

/** The mode that follows. Throws for a move that the table does not have: a bug of the worker. */
export function moveMode(from: WorkerMode, to: WorkerMode): WorkerMode {
  if (!mayMove(from, to)) throw new Error(`a worker that is ${from} cannot become ${to}`);
  return to;
}
