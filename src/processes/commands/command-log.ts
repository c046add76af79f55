import { type ProcessLog, processLog } from '../process-log.ts';
import { watchUnhandledErrors } from '../unhandled-errors.ts';

/** The log of a command that works on the data itself. What task types leave behind is a line in it, and does not end the command. */
export function commandLog(): ProcessLog {
  const log = processLog('warn', 'command');
  watchUnhandledErrors(log);
  return log;
}
