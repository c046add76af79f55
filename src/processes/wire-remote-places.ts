import { type Data, DEFAULT_POOL } from '../data/contracts/index.ts';
import type { Background } from '../runtime/background.ts';
import { derivedKey } from '../services/derived-key.ts';
import type { DirectStarts } from '../services/engine/direct-starts.ts';
import { RemotePlaces } from '../services/engine/remote-places.ts';
import type { TaskEngine } from '../services/engine/task-engine.ts';
import type { OwnerQuotas } from '../services/owner-quotas.ts';
import type { ProcessLog } from './process-log.ts';

export interface RemotePlacesWiring {
  engine: TaskEngine;
  direct: DirectStarts;
  background: Background;
}

/** Idle places of workers in other processes, which new tasks use where the queue offers them. */
export function wireRemotePlaces(
  secret_key: string,
  queue: Data['queue'],
  owner_quotas: OwnerQuotas,
  { engine, direct, background }: RemotePlacesWiring,
  log: ProcessLog,
): RemotePlaces {
  const places = new RemotePlaces({
    ...{ queue, background, log },
    isCounted: async (owner_id) => (await owner_quotas.limitsOf(owner_id)).running_items > 0,
    handBack: (items) => engine.handBack(items),
    key: derivedKey(secret_key, 'items sent to workers'),
  });
  if (queue.idleOf(DEFAULT_POOL)) direct.use(places);
  return places;
}
