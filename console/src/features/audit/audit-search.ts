import type { ListAuditEntriesArgs } from '@client';
import { readDay } from '../../components/field/read-when.ts';
import type { SearchCodec } from '../../router/use-search.ts';

type Action = NonNullable<ListAuditEntriesArgs['action']>;
type Outcome = NonNullable<ListAuditEntriesArgs['outcome']>;

/** All actions, in the order of the filter. A missing action does not compile. */
const known: Record<Action, true> = {
  'auth.sign_in': true,
  'auth.sign_out': true,
  'auth.refresh_reused': true,
  'session.end': true,
  'password.set': true,
  'password_link.create': true,
  'user.create': true,
  'user.update': true,
  'user.delete': true,
  'api_key.create': true,
  'api_key.delete': true,
  'task.cancel': true,
  'task.retry': true,
  'task.update': true,
  'task.delete': true,
  'task.bulk': true,
  'type.pause': true,
  'type.resume': true,
  'worker.drain': true,
  'schedule.create': true,
  'schedule.update': true,
  'schedule.delete': true,
  'schedule.run': true,
  'schedule.disabled': true,
  'webhook.create': true,
  'webhook.update': true,
  'webhook.delete': true,
  'webhook.rotate_secret': true,
  'webhook.disabled': true,
};
export const ACTIONS = Object.keys(known) as Action[];

/** Up to now. */
export const SPANS = ['hour', 'day', 'week', 'month'] as const;
const HOUR_MS = 3_600_000;
const SPAN_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS };

export interface AuditSearch {
  /** Id of an account, or `system`. */
  actor: string;
  action: Action | '';
  outcome: Outcome | '';
  /** `days`: from the first to the last. */
  time: (typeof SPANS)[number] | 'days' | '';
  first: string;
  last: string;
}

export const NOTHING_CHOSEN: AuditSearch = {
  actor: '',
  action: '',
  outcome: '',
  time: '',
  first: '',
  last: '',
};

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | '' =>
  all.find((one) => one === value) ?? '';

export const auditSearch: SearchCodec<AuditSearch> = {
  read: (params) => {
    const time = oneOf([...SPANS, 'days'], params.get('time'));
    const day = (name: string) => (time === 'days' && readDay(params.get(name) ?? '')) || '';
    return {
      actor: params.get('actor') ?? '',
      action: oneOf(ACTIONS, params.get('action')),
      outcome: oneOf(['success', 'failure'], params.get('outcome')),
      time,
      first: day('first'),
      last: day('last'),
    };
  },
  write: ({ first, last, ...others }) => {
    const days = others.time === 'days' ? { first, last } : {};
    return Object.fromEntries(Object.entries({ ...others, ...days }).filter(([, value]) => value !== ''));
  },
};

/** Midnight before the day, by the reader's clock, or after it. */
const midnight = (day: string, after = 0): string => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + after);
  return at.toISOString();
};

/** The same in the words of the API. */
export function filterOf(search: AuditSearch, now: number): ListAuditEntriesArgs {
  const { actor, action, outcome, time, first, last } = search;
  return {
    ...(actor && { actor_id: actor }),
    ...(action && { action }),
    ...(outcome && { outcome }),
    ...(time !== '' && time !== 'days' && { from: new Date(now - SPAN_MS[time]).toISOString() }),
    ...(first && { from: midnight(first) }),
    ...(last && { to: midnight(last, 1) }),
  };
}

/** Days of which none is chosen yet leave nothing out. */
export const isFiltered = (search: AuditSearch): boolean => Object.keys(filterOf(search, 0)).length > 0;
