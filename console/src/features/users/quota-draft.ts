import type { Quotas } from '@client';

/** Quotas as they stand in fields: nothing where the settings apply. */
export type QuotaDraft = Record<keyof Quotas, string>;

const COUNTS = ['active_tasks', 'tasks_per_day', 'running_items'] as const;
/** As sizes are shown everywhere. */
const GIGABYTE = 1e9;
/** The API takes no higher limit. */
const MOST = 2 ** 50;

export const draftOfQuotas = (quotas: Quotas | null): QuotaDraft => {
  const { active_tasks, tasks_per_day, running_items, stored_bytes } = quotas ?? {};
  return {
    active_tasks: String(active_tasks ?? ''),
    tasks_per_day: String(tasks_per_day ?? ''),
    running_items: String(running_items ?? ''),
    stored_bytes: stored_bytes === undefined ? '' : String(stored_bytes / GIGABYTE),
  };
};

/** Null if the settings apply to all. */
export function quotasOf(draft: QuotaDraft): Quotas | null {
  const quotas: Quotas = {};
  for (const name of COUNTS) if (draft[name].trim() !== '') quotas[name] = Number(draft[name]);
  const { stored_bytes } = draft;
  if (stored_bytes.trim() !== '') quotas.stored_bytes = Math.round(Number(stored_bytes) * GIGABYTE);
  return Object.keys(quotas).length > 0 ? quotas : null;
}

/** The names of the fields that hold no limit. */
export function unreadable(draft: QuotaDraft): (keyof Quotas)[] {
  const { stored_bytes } = draft;
  const counts: (keyof Quotas)[] = COUNTS.filter(
    (name) => !/^\d*$/.test(draft[name].trim()) || Number(draft[name]) > MOST,
  );
  const fits = /^(\d+(\.\d+)?)?$/.test(stored_bytes.trim()) && Number(stored_bytes) * GIGABYTE <= MOST;
  return fits ? counts : [...counts, 'stored_bytes'];
}
