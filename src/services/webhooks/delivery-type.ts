import { DEFAULT_POOL } from '../../data/contracts/index.ts';
import type { RunContext } from '../../task-types/definition/define-task-type.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';

/** No task type in a module can have this name. */
export const DELIVERY_TYPE = 'system:webhook';
export const DELIVERY_VERSION = 1;

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** Milliseconds before each further attempt. After the last attempt, the delivery has failed. */
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

/** The params of the hidden task that sends a message. The message itself is in its record. */
export interface DeliveryParams {
  delivery_id: string;
}

/** The type of the system's tasks that call webhooks. Users cannot create tasks of this type. */
export const deliveryType = (
  run: (params: DeliveryParams, context: Pick<RunContext, 'signal' | 'task_id'>) => Promise<void>,
): TaskType => ({
  type: DELIVERY_TYPE,
  title: { en: 'Webhook delivery', zh: 'Webhook 投递' },
  description: null,
  params: {},
  version: DELIVERY_VERSION,
  // The run itself decides which attempt is the last.
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
  summary: () => null,
  prepare: (params) => params,
  plan: (params) => ({ count: 1, item: () => ({ input: params }) }),
  run,
});
