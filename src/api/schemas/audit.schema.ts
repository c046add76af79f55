import { Type } from 'typebox';
import type { AuditEntry } from '../../data/contracts/index.ts';
import { AUDIT_ACTIONS } from '../../services/audit/actions.ts';
import { Id, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Action = Type.Enum(Object.keys(AUDIT_ACTIONS), { type: 'string', title: 'AuditAction' });
const Outcome = Type.Enum(['success', 'failure'], { type: 'string', title: 'AuditOutcome' });

export const AuditEntrySchema = Type.Object(
  {
    id: Id,
    at: Time,
    actor: nullable(
      Type.Object(
        {
          kind: Type.Enum(['user', 'api_key', 'system'], { type: 'string' }),
          id: Type.String({ description: 'Id of the account or API key; `system` for the server itself.' }),
          email: Type.String({ description: 'E-mail of the account at that time.' }),
        },
        { title: 'AuditActor', description: 'Null for a failed sign-in.' },
      ),
    ),
    action: Action,
    target: nullable(Type.Object({ type: Type.String(), id: Type.String() }, { title: 'AuditTarget' })),
    outcome: Outcome,
    ip: nullable(Type.String()),
    user_agent: nullable(Type.String()),
    request_id: nullable(Type.String()),
    details: Type.Object(
      {},
      { additionalProperties: true, description: 'Further details. Never contains a secret or a password.' },
    ),
  } satisfies Record<keyof AuditEntry, unknown>,
  { $id: 'AuditEntry' },
);
export const Entry = reference<AuditEntry>('AuditEntry');

export const auditExample: AuditEntry = {
  id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b',
  at: '2026-01-05T08:30:00.000Z',
  actor: { kind: 'user', id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6c', email: 'admin@example.com' },
  action: 'user.update',
  target: { type: 'user', id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6d' },
  outcome: 'success',
  ip: '192.0.2.7',
  user_agent: 'Mozilla/5.0',
  request_id: 'q3v1Zk8a-1f',
  details: { fields: ['roles'], roles_before: ['user'], roles_after: ['manager'] },
};

const Moment = (description: string) => Type.String({ format: 'date-time', maxLength: 40, description });

export const AuditQuery = Type.Object(
  {
    ...pageQuery,
    actor_id: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    action: Type.Optional(Action),
    target_type: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    target_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    outcome: Type.Optional(Outcome),
    from: Type.Optional(Moment('Entries at or after this time.')),
    to: Type.Optional(Moment('Entries before this time.')),
  },
  { additionalProperties: false },
);
