import type { Settings } from '../settings.ts';
import type { PrepareLimits } from '../task-types/definition/define-task-type.ts';

/** The limits from the settings that task types receive. */
export const prepareLimits = (settings: Settings): PrepareLimits => ({
  max_items: settings.MAX_ITEMS_PER_TASK,
  wait_max_seconds: settings.WAIT_MAX_SECONDS,
});
