import { flag, inGroup, whole } from './setting-kinds.ts';

const ofCache = inGroup('Cache');
const ofLimits = inGroup('Limits');

/** Settings of caches. */
export const cacheSettings = {
  CACHE_ENABLED: ofCache(flag, true, 'Cache accounts and finished tasks in the memory of each process.'),
  CACHE_TASK_TTL: ofCache(whole(0, 86_400), 60, 'Seconds for which a finished task stays in the cache.'),
};

/** Settings of limits and quotas. */
export const limitsSettings = {
  MAX_EVENT_STREAMS: ofLimits(
    whole(1, 1_000_000),
    5_000,
    'Maximum number of open event streams per web process. Further requests receive 429.',
  ),
  MAX_EVENT_STREAMS_PER_USER: ofLimits(
    whole(1, 1_000_000),
    100,
    'Maximum number of open event streams per account and web process.',
  ),
  MAX_DOWNLOADS_PER_CALLER: ofLimits(
    whole(1, 1_000_000),
    200,
    'Maximum number of files that one account (or, with signed links, one address) downloads from one web process at the same time. Further requests receive 429.',
  ),
  QUOTA_ACTIVE_TASKS: ofLimits(
    whole(0, 10_000_000),
    1_000,
    'Maximum number of unfinished tasks per account; 0 means no limit. Quotas do not apply to administrators.',
  ),
  QUOTA_TASKS_PER_DAY: ofLimits(
    whole(0, 10_000_000),
    100_000,
    'Maximum number of tasks that an account may create per UTC day; 0 means no limit.',
  ),
  QUOTA_RUNNING_ITEMS: ofLimits(
    whole(0, 100_000),
    0,
    'Maximum number of items of one account that run at the same time on all workers; further items wait. 0 means no limit.',
  ),
  QUOTA_STORED_BYTES: ofLimits(
    whole(0, Number.MAX_SAFE_INTEGER),
    10 * 2 ** 30,
    'Maximum total size, in bytes, of the stored files of all tasks of one account; an item whose file does not fit fails. Default 10 GiB; 0 means no limit.',
  ),
  RATE_LIMIT_ENABLED: ofLimits(
    flag,
    true,
    '`false` disables the limits on sign-in attempts and webhook tests, account locks and quotas.',
  ),
};
