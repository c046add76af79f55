import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { catalogue, type FaultType } from '../../errors.ts';
import { languageOf } from '../language.ts';
import { faultHeaders, faultOf } from '../plugins/faults.plugin.ts';

/** A fault of the form itself, in the terms of RFC 6749. */
class OauthError extends Error {
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.error = error;
  }
}

/** The e-mail and password of a token request; throws the errors of RFC 6749, section 5.2. */
export function oauthRequest(body: unknown): { email: string; password: string } {
  const { grant_type, username, password } = body as Partial<Record<string, string>>;
  if (grant_type !== 'password') {
    throw new OauthError('unsupported_grant_type', 'grant_type must be password');
  }
  if (!username || !password) throw new OauthError('invalid_request', 'username and password are needed');
  return { email: username, password };
}

const names: Partial<Record<FaultType, string>> = {
  wrong_credentials: 'invalid_grant',
  internal_error: 'server_error',
  record_damaged: 'server_error',
  overloaded: 'temporarily_unavailable',
  store_unavailable: 'temporarily_unavailable',
  too_many_requests: 'too_many_requests',
};

/** The general message asks for JSON. */
const FORM_NEEDED = {
  en: 'This call takes a form. Send it with the header Content-Type: application/x-www-form-urlencoded and without Content-Encoding; for JSON, use POST /api/v1/auth/login.',
  zh: '该接口接受表单。请附带请求头 Content-Type: application/x-www-form-urlencoded，且不要使用 Content-Encoding；如需发送 JSON，请使用 POST /api/v1/auth/login。',
};

/** Errors of `/auth/token`: RFC 6749 bodies, and 400 where the rest of the API says 401 or 422. */
export function sendOauthFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('pragma', 'no-cache');
  if (error instanceof OauthError) {
    reply.code(400).send({ error: error.error, error_description: error.message });
    return;
  }
  const fault = faultOf(error, request);
  const status = fault.status === 401 || fault.status === 422 ? 400 : fault.status;
  if (status !== 400) faultHeaders(fault, request, reply);
  const language = languageOf(request.headers['accept-language']);
  reply.code(status).send({
    error: names[fault.type] ?? 'invalid_request',
    error_description: (fault.type === 'unsupported_media_type' ? FORM_NEEDED : catalogue[fault.type])[
      language
    ],
  });
}
