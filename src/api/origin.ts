import type { FastifyRequest } from 'fastify';
import type { Origin } from '../services/accounts/access-check.ts';
import { clientAddress } from '../services/accounts/client-address.ts';

/** Where a request comes from, for sessions, limits and the audit log. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: clientAddress(request.ip),
  user_agent: request.headers['user-agent'] ?? null,
  request_id: request.id,
  trace: request.trace,
});
