import { isUtf8 } from 'node:buffer';
import type { preValidationHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Fault, invalid } from '../../errors.ts';
import { cutText } from '../../runtime/text.ts';
import { REQUIRED } from '../../schema-faults.ts';
import type { App } from '../fastify-types.ts';
import { sizeOfJson } from '../json-size.ts';
import { forbiddenNames, hasHalfPair, tooLargeNumbers } from '../json-values.ts';

/** Other requests are handled between parsing and checking a body of this size, because each takes milliseconds. */
const LARGE_BYTES = 16 * 1_024;

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

  app.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return done(null, payload);
    done(new Fault('unsupported_media_type'));
  });

  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return;
    const methods = [route.method].flat();
    if (methods.every((one) => one === 'GET' || one === 'HEAD')) return;
    route.preValidation = [route.schema?.body ? bodyNeeded : noBody, ...[route.preValidation ?? []].flat()];
  });
});

const bodyNeeded: preValidationHookHandler = (request, _reply, done) => {
  if (request.body === undefined && request.routeOptions.config.optional_body) request.body = {};
  if (request.body === undefined) return done(invalid('body', REQUIRED.en, REQUIRED.zh));
  const schema = request.routeOptions.schema?.body as { content?: Record<string, unknown> };
  const type = request.mediaType;
  if (schema.content && (type === undefined || !(type in schema.content))) {
    return done(new Fault('unsupported_media_type'));
  }
  done();
};

const noBody: preValidationHookHandler = (request, _reply, done) => {
  const { body } = request;
  if (body === undefined) return done();
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
