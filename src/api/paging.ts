import type { preHandlerHookHandler } from 'fastify';
import { invalid } from '../errors.ts';

/** Rows that may be passed over by page number; a cursor goes as far as there is something. */
const WINDOW = 10_000;

/** Refuses a page so far that finding it would be slow. */
export const inWindow: preHandlerHookHandler = (request, _reply, done) => {
  const { page = 1, page_size = 20 } = request.query as { page?: number; page_size?: number };
  if (page * page_size <= WINDOW) return done();
  done(invalid('page', `page × page_size is at most ${WINDOW}; use cursor to go further`) as never);
};
