import { OperatorError } from '../runtime/operator-error.ts';
import type { Settings } from '../settings.ts';
import { isEmbedded } from './open-data.ts';

/** The process cannot start; the message is for the operator. */
export class StartError extends OperatorError {}

/** Throws `StartError` for a role that needs shared servers but has none. */
export function needsServers(command: string, settings: Settings): void {
  if (command === 'start' || !isEmbedded(settings)) return;
  throw new StartError(
    `"${command}" is for running on several machines and needs MONGODB_URL and REDIS_URL. ` +
      'To run everything in one process without them, use "start".',
  );
}
