import type { FastifyRequest } from 'fastify';
import type { Origin } from '../services/accounts/access-check.ts';
import { clientAddress } from '../services/accounts/client-address.ts';
import { languageOf } from './language.ts';

/** Who counts as one caller: a caller with a signed link does not need an account. */
export const callerOf = (request: FastifyRequest): string =>
  request.actor?.id ?? clientAddress(request.ip) ?? '';

/** Where a request comes from, for sessions, limits and the audit log. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: clientAddress(request.ip),
  user_agent: request.headers['user-agent'] ?? null,
  request_id: request.id,
  trace: request.trace,
  language: languageOf(request.headers['accept-language']),
});
