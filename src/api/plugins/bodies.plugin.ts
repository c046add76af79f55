import { isUtf8 } from 'node:buffer';
import type { FastifyRequest, preValidationHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Fault, invalid } from '../../errors.ts';
import { cutText } from '../../runtime/text.ts';
import { REQUIRED } from '../../schema-faults.ts';
import type { App } from '../fastify-types.ts';
import { sizeOfJson } from '../json-size.ts';
import { forbiddenNames, hasHalfPair, tooLargeNumbers } from '../json-values.ts';

/** Other requests are handled between parsing and checking a body of this size, because each takes milliseconds. */
const LARGE_BYTES = 16 * 1_024;

/** The body of a request whose bytes have a content type that is not accepted. */
const NOT_ACCEPTED = Symbol('not accepted');

/** Which bodies are accepted: only JSON in UTF-8 (and forms if a route's scope adds them), and none if the route declares none. */
export const bodies = fp(async (app: App) => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    // Many clients send a content type with every call. Without bytes there is no body, and the check below reports a missing one.
    if (bytes.length === 0) return done(null, undefined);
    if (!isUtf8(bytes)) return done(new Fault('malformed_json'), undefined);
    if (sizeOfJson(bytes) !== 'fits') return done(new Fault('body_too_large'), undefined);
    const text = bytes.toString('utf8');
    parse(request, text, (error, body) => {
      const details = error ? forbiddenNames(text) : tooLargeNumbers(text, body);
      if (details.length > 0) return done(new Fault('validation_failed', { details }), undefined);
      if (error) return done(error, undefined);
      if (hasHalfPair(text, body)) return done(new Fault('malformed_json'), undefined);
      if (bytes.length < LARGE_BYTES) return done(null, body);
      // Immediates run before other requests are read, but those of an immediate run after.
      setImmediate(setImmediate, done, null, body);
    });
  });

  // Proxies and clients pass on calls without a body as empty chunks or with any content type; where no byte arrives, there is no body.
  app.addContentTypeParser('*', (_request, payload, done) => {
    const end = (error: Error | null, body?: unknown) => {
      payload.off('data', onData).off('end', onEnd).off('error', end);
      // The rest is not read, but a client that is still sending has to get its answer.
      payload.resume();
      done(error, body);
    };
    const onData = () => end(null, NOT_ACCEPTED);
    const onEnd = () => end(null);
    payload.on('data', onData).on('end', onEnd).on('error', end);
  });

  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (!hasBytes(request)) delete request.headers['content-type'];
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding.toLowerCase() === 'identity') return done(null, payload);
    done(new Fault('unsupported_media_type'));
  });

  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return;
    const methods = [route.method].flat();
    if (methods.every((one) => one === 'GET' || one === 'HEAD')) return;
    const body = route.schema?.body;
    const check = body ? bodyNeeded(body, route.config?.optional_body === true) : noBody;
    route.preValidation = [check, ...[route.preValidation ?? []].flat()];
  });
});

/** By its headers: chunks may turn out to be empty. */
const hasBytes = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

function bodyNeeded(schema: unknown, optional: boolean): preValidationHookHandler {
  const { content } = schema as { content?: Record<string, unknown> };
  return (request, _reply, done) => {
    if (request.body === NOT_ACCEPTED) return done(new Fault('unsupported_media_type'));
    if (request.body === undefined && optional) request.body = {};
    if (request.body === undefined) return done(invalid('body', REQUIRED.en, REQUIRED.zh));
    if (content && !(request.mediaType !== undefined && request.mediaType in content))
      return done(new Fault('unsupported_media_type'));
    done();
  };
}

const noBody: preValidationHookHandler = (request, _reply, done) => {
  const { body } = request;
  if (body === undefined) return done();
  if (body === NOT_ACCEPTED) return done(new Fault('unsupported_media_type'));
  // An empty object is what many clients send with every call; anything else was meant to say something.
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const names = isObject ? Object.keys(body) : ['body'];
  if (names.length === 0) return done();
  done(
    new Fault('validation_failed', {
      details: names.slice(0, 8).map((name) => ({
        path: cutText(name, 200),
        message: 'this call takes no body',
        zh: '该接口不接受请求体',
      })),
    }),
  );
};
