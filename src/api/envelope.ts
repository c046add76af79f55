import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Fault, type FaultDetail, type FaultType, messageOf, type ReachedQuota } from '../errors.ts';
import { languageOf } from './language.ts';

const messages = {
  200: { en: 'OK', zh: '成功' },
  201: { en: 'Created', zh: '已创建' },
  202: { en: 'Accepted', zh: '已接受' },
} as const;

/** The body of every successful answer under `/api`. */
export const ok = <T>(
  request: FastifyRequest,
  data: T,
  message: { en: string; zh: string } = messages[200],
) => ({
  code: 200 as const,
  message: message[languageOf(request.headers['accept-language'])],
  data,
});

/** The same for a new object (201). */
export function created<T>(request: FastifyRequest, reply: FastifyReply, data: T) {
  reply.code(201);
  return {
    code: 201 as const,
    message: messages[201][languageOf(request.headers['accept-language'])],
    data,
  };
}

/** The same for work that happens later, without the caller waiting for it (202). */
export function accepted<T = null>(request: FastifyRequest, reply: FastifyReply, data = null as T) {
  reply.code(202);
  return {
    code: 202 as const,
    message: messages[202][languageOf(request.headers['accept-language'])],
    data,
  };
}

export interface ErrorBody {
  code: number;
  message: string;
  data: null;
  error: { type: FaultType; details?: Pick<FaultDetail, 'path' | 'message'>[]; quota?: ReachedQuota };
  request_id: string;
}

/** The body of every fault. */
export function errorBody(fault: Fault, accept_language: string | undefined, request_id: string): ErrorBody {
  const language = languageOf(accept_language);
  const details = fault.details?.map(({ path, message, zh }) => ({
    path,
    message: language === 'zh' ? (zh ?? message) : message,
  }));
  return {
    code: fault.status,
    message: messageOf(fault)[language],
    data: null,
    error: { type: fault.type, ...(details && { details }), ...(fault.quota && { quota: fault.quota }) },
    request_id,
  };
}
