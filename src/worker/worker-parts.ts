import { type Data, DEFAULT_POOL } from '../data/contracts/index.ts';
import type { SteadyClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { DirectStarts } from '../services/engine/direct-starts.ts';
import type { RemotePlaces } from '../services/engine/remote-places.ts';
import type { RunningQuota } from '../services/engine/running-quota.ts';
import type { StartLimits } from '../services/engine/start-limits.ts';
import type { StorageQuota } from '../services/engine/storage-quota.ts';
import type { SurplusTurns } from '../services/engine/surplus-turns.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { TaskPlans } from '../services/engine/task-plans.ts';
import type { TurnPushes } from '../services/engine/turn-pushes.ts';
import type { TypePauses } from '../services/engine/type-pauses.ts';

export interface WorkerParts {
  data: Data;
  engine: TaskEngine;
  plans: TaskPlans;
  /** The clock of the engine, for stored times. */
  clock: Pick<SteadyClock, 'now'>;
  pauses: Pick<TypePauses, 'refresh' | 'claimable'>;
  limits: StartLimits;
  surplus: Pick<SurplusTurns, 'foundNothing'>;
  turns: Pick<TurnPushes, 'giveBack'>;
  /** Absent where tasks are not created in this process. */
  direct?: DirectStarts;
  /** Absent where no other process creates tasks. */
  remote_places?: Pick<RemotePlaces, 'read'>;
  running_quota: Pick<RunningQuota, 'left' | 'takeAtOnce'>;
  storage_quota: Pick<StorageQuota, 'take' | 'give' | 'keep'>;
  /** Distinguishes this installation from others on the same machine, for programs that a killed worker leaves behind. */
  installation: string;
  /** Where the temporary folders of handlers are created. */
  temp_dir: string;
  /** The largest file that a handler can attach, in bytes. Default 1 GiB. */
  most_file_bytes?: number;
  /** Version of the program, for the worker's record. */
  version: string;
  /** The pools whose items the worker runs. Default: the pool of types that name none. */
  pools?: readonly string[];
  /** Number of items that run at the same time. */
  places: number;
  /** The environment of the threads. */
  env: Record<string, string | undefined>;
  /** Takes what is called when few files can be opened: it ends the threads, and with them what handlers left open. */
  onFull?: (release: () => void) => void;
  log: Log;
}

export const poolsOf = ({ pools = [DEFAULT_POOL] }: WorkerParts) => pools;
