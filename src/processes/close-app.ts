import type { buildApp } from '../api/build-app.ts';

const LOOK_EVERY_MS = 50;
/** Answers that are still being sent by then are cut off: a client that reads nothing must not delay a stop. */
const LIMIT_MS = 5_000;
const AFTER_GRACE_MS = 1_000;

/**
 * Closes the application and every connection. Fastify closes those that are idle at the beginning; a connection whose answer was under
 * way at that moment would stay open for more than a minute because of keep-alive.
 */
export async function closeApp(app: ReturnType<typeof buildApp>, grace_ms: number): Promise<void> {
  const look = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  const limit = setTimeout(
    () => app.server.closeAllConnections(),
    Math.min(LIMIT_MS, grace_ms + AFTER_GRACE_MS),
  );
  try {
    await app.close();
  } finally {
    clearInterval(look);
    clearTimeout(limit);
  }
}
