import { Type } from 'typebox';
import type { QuotasView } from '../../services/tasks/task-quotas.ts';
import { Time } from './fields.schema.ts';

const Count = Type.Integer({ minimum: 0 });
const use = { limit: Count, used: Count };
const Use = Type.Object(use, { title: 'QuotaUse' });

export const OwnQuotas = Type.Object(
  {
    active_tasks: Use,
    tasks_per_day: Type.Object({ ...use, resets_at: Time }, { title: 'DailyQuotaUse' }),
    running_items: Use,
    stored_bytes: Use,
  } satisfies Record<keyof QuotasView, unknown>,
  { title: 'OwnQuotas' },
);

export const quotasExample: QuotasView = {
  active_tasks: { limit: 1_000, used: 12 },
  tasks_per_day: { limit: 100_000, used: 340, resets_at: '2026-01-06T00:00:00.000Z' },
  running_items: { limit: 0, used: 3 },
  stored_bytes: { limit: 10_737_418_240, used: 734_003_200 },
};
