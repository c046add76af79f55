import type { ListAuditEntriesArgs } from '@client';
import type { SearchCodec } from '../../router/use-search.ts';

type Action = NonNullable<ListAuditEntriesArgs['action']>;
type Outcome = NonNullable<ListAuditEntriesArgs['outcome']>;

/** Every action there is, in the order of the list to choose from: one that is missing does not compile. */
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

export interface AuditSearch {
  action: Action | '';
  outcome: Outcome | '';
}

export const auditSearch: SearchCodec<AuditSearch> = {
  read: (params) => ({
    action: ACTIONS.find((action) => action === params.get('action')) ?? '',
    outcome: (['success', 'failure'] as const).find((one) => one === params.get('outcome')) ?? '',
  }),
  write: ({ action, outcome }) => ({ ...(action && { action }), ...(outcome && { outcome }) }),
};
