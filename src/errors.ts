/**
 * Expected failures. Services throw `new Fault(type)`; the API turns it into the response format. The catalogue has every
 * type of error a caller can receive, with its status and what to do about it; `src/errors` has its parts. A retired type
 * is never used again.
 */
import { accountErrors } from './errors/accounts.ts';
import { capacityErrors } from './errors/capacity.ts';
import { requestErrors } from './errors/requests.ts';
import { workErrors } from './errors/work.ts';

export type { CatalogueEntry } from './errors/catalogue-entry.ts';

export const catalogue = { ...requestErrors, ...accountErrors, ...workErrors, ...capacityErrors };

export type FaultType = keyof typeof catalogue;

/** One fault of one value: a JSON pointer-like path (`params.prompt`, `roles.0`) and what is wrong with it. */
export interface FaultDetail {
  path: string;
  message: string;
  /** The same in Chinese. Default: `message`. */
  zh?: string;
}

/** Maximum number of details in one answer. If there are more, one further entry says that others may follow. */
export const MOST_DETAILS = 100;

/** The first details and, if others are left out, an entry that says so. */
export const upToMost = (details: FaultDetail[], root: string): FaultDetail[] =>
  details.length <= MOST_DETAILS
    ? details
    : [...details.slice(0, MOST_DETAILS), moreFaults(root, MOST_DETAILS)];

/** Says that the details before it may not be all. */
export const moreFaults = (path: string, count: number): FaultDetail => ({
  path,
  message: `may have more errors than these ${count}; correct these first`,
  zh: `可能还有其他错误，这里只列出 ${count} 处；请先修正这些错误`,
});

/** A text in both languages. */
export interface BothLanguages {
  en: string;
  zh: string;
}

/** The present usage, for the quotas that refuse calls. */
const quotaTexts = {
  active_tasks: (used: number): BothLanguages => ({
    en: `it has ${used} unfinished tasks`,
    zh: `当前有 ${used} 个未结束的任务`,
  }),
  tasks_per_day: (used: number): BothLanguages => ({
    en: `it has created ${used} tasks today (UTC)`,
    zh: `今天（UTC）已创建 ${used} 个任务`,
  }),
};

/** Which quota an account has reached. */
export interface ReachedQuota {
  name: keyof typeof quotaTexts;
  limit: number;
  used: number;
}

/** An expected failure with a catalogued type. `retry_after` is in seconds and becomes the Retry-After header. */
export class Fault extends Error {
  readonly type: FaultType;
  readonly status: number;
  readonly details: FaultDetail[] | undefined;
  readonly retry_after: number | undefined;
  readonly quota: ReachedQuota | undefined;

  constructor(
    type: FaultType,
    options: {
      details?: FaultDetail[];
      retry_after?: number;
      quota?: ReachedQuota;
      cause?: unknown;
    } = {},
  ) {
    super(catalogue[type].en, { cause: options.cause });
    this.name = 'Fault';
    this.type = type;
    this.status = catalogue[type].status;
    this.details = options.details;
    this.retry_after = options.retry_after;
    this.quota = options.quota;
  }
}

/** The message of the catalogue; for a quota, with the usage and the limit. */
export function messageOf({ type, quota }: Fault): BothLanguages {
  const { en, zh } = catalogue[type];
  if (!quota) return { en, zh };
  const { used, limit } = quota;
  const is = quotaTexts[quota.name](used);
  return {
    en: `${en.replace(/\.$/, '')}: ${is.en}, and the limit is ${limit}.`,
    zh: `${zh.replace(/。$/, '')}：${is.zh}，上限为 ${limit} 个。`,
  };
}

/** A 422 for one value; `zh` is the message in Chinese. */
export const invalid = (path: string, message: string, zh?: string) =>
  new Fault('validation_failed', { details: [{ path, message, ...(zh !== undefined && { zh }) }] });
