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
 * Who may call a route: anyone, callers with a signed link or the permission to read, callers with the permission, or (`oversee`) those
 * who may see every account.
 */
export type AccessRule = 'public' | 'link-or-read' | Permission | 'oversee';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule;
    /** The faults of this call, in addition to those of every call of its kind. */
    faults?: readonly FaultType[];
    /**
     * Limited per address: the routes for signing in. With `unless-own-token`, a caller who sends a refresh token that this server wrote
     * is not stopped by what others of the address sent.
     */
    limited?: boolean | 'unless-own-token';
    /**
     * The audit action of a successful call; `none: …` says why there is none. Each call that changes something declares it.
     */
    audit?: AuditAction | `none: ${string}`;
    /** Not for API keys: only a person who has signed in may call it. */
    no_keys?: boolean;
    /** May set or clear cookies. */
    cookies?: boolean;
    /** The body may be omitted, which counts as an empty object. */
    optional_body?: boolean;
    /** Answers with `304`, `206` and the like, or streams; it is not timed as a call. */
    stream?: boolean;
    /** Answers from memory with what is the same for everybody, so it costs next to nothing: browsers get it from an overloaded server, too. */
    constant?: boolean;
  }
  interface FastifyRequest {
    /** Set before the handler on every route that is not public. */
    actor: AccountActor;
    account: User;
    /** W3C `traceparent` of this request's span; null without traces. */
    trace: string | null;
    /** Additional fields for the log line of the request. */
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
