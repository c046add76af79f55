import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { User } from '../data/contracts/index.ts';
import type { FaultType } from '../errors.ts';
import type { AccountActor } from '../services/actor.ts';
import type { AuditAction } from '../services/audit/actions.ts';
import type { Permission } from '../services/permissions.ts';

/**
 * Who may call a route: anyone, whoever holds a signed link or may read, whoever has the permission, or (`oversee`) those
 * who see every account.
 */
export type AccessRule = 'public' | 'link-or-read' | Permission | 'oversee';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule;
    /** What the call may answer besides what every call of its kind may. */
    faults?: readonly FaultType[];
    /** Limited per address: sign-in and what is near it. */
    limited?: boolean;
    /**
     * What the audit log tells of the call, in a successful case; `none: …` says why it tells nothing. Each call that changes
     * something declares it.
     */
    audit?: AuditAction | `none: ${string}`;
    /** Not for API keys: only a person who has signed in may call it. */
    no_keys?: boolean;
    /** May set or clear cookies. */
    cookies?: boolean;
    /** A body may be left out, which counts as an empty object. */
    optional_body?: boolean;
    /** Answers `304`, `206` and the like, or streams: not timed as a call. */
    stream?: boolean;
  }
  interface FastifyRequest {
    /** Set before the handler on every route that is not public. */
    actor: AccountActor;
    account: User;
    /** W3C `traceparent` of this request's span; null without traces. */
    trace: string | null;
    /** What the request's line in the log says besides. */
    noted: { task_id: string } | null;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
