import { DEFAULT_POOL } from '../../data/contracts/index.ts';
import type { RunContext } from '../../task-types/definition/define-task-type.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';

/** No task type of a module can have such a name. */
export const DELIVERY_TYPE = 'system:webhook';
export const DELIVERY_VERSION = 1;

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** Milliseconds before each further attempt; after the last one the message has failed. */
export const RETRY_DELAYS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const;

/** What the hidden task of a message holds; the message itself stands in its record. */
export interface DeliveryParams {
  delivery_id: string;
}

/** The type of the system's tasks that call webhooks. Nobody can create a task of it. */
export const deliveryType = (
  run: (params: DeliveryParams, context: Pick<RunContext, 'signal' | 'task_id'>) => Promise<void>,
): TaskType => ({
  type: DELIVERY_TYPE,
  title: { en: 'Webhook delivery', zh: 'Webhook 投递' },
  description: null,
  params: {},
  version: DELIVERY_VERSION,
  // The run itself knows when it has tried for the last time.
  attempts: 1_000,
  timeout: 60_000,
  backoff: { initial: SECOND, factor: 1, max: SECOND, delays: RETRY_DELAYS_MS },
  isolation: 'inline',
  running: null,
  rate: null,
  limitKey: null,
  pool: DEFAULT_POOL,
  file: '',
  check: () => [],
  concurrency: () => 1,
  name: () => 'Webhook delivery',
  prepare: (params) => params,
  plan: (params) => ({ count: 1, item: () => ({ input: params }) }),
  run,
});
