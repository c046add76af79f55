import { Type } from 'typebox';
import type { SessionView } from '../../services/accounts/session-list.ts';
import { Id, pageQuery, reference, Time } from './fields.schema.ts';

export const SessionSchema = Type.Object(
  {
    id: Id,
    created_at: Time,
    last_used_at: Type.String({
      format: 'date-time',
      description: 'Time of the sign-in or of the last refresh.',
    }),
    expires_at: Type.String({
      format: 'date-time',
      description: 'Time at which the session ends unless it is refreshed.',
    }),
    ip: Type.String(),
    user_agent: Type.String(),
    current: Type.Boolean({ description: 'Whether this request belongs to the session.' }),
  } satisfies Record<keyof SessionView, unknown>,
  { $id: 'Session' },
);
export const Session = reference<SessionView>('Session');

export const sessionExample: SessionView = {
  id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b',
  created_at: '2026-01-05T08:30:00.000Z',
  last_used_at: '2026-01-06T17:02:11.000Z',
  expires_at: '2026-02-05T17:02:11.000Z',
  ip: '192.0.2.7',
  user_agent: 'Mozilla/5.0',
  current: true,
};

export const SessionQuery = Type.Object(pageQuery, { additionalProperties: false });
export const UserSessionIds = Type.Object({ id: Id, session_id: Id });
