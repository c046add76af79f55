/** Treats errors that no code handled. */
import { taskCodeNow } from '../task-types/definition/task-code.ts';
import type { ProcessLog } from './process-log.ts';

/**
 * An unhandled error of a task type (a promise that nobody awaits, a timer that throws) is logged with the name of the type: it must not
 * end the server and the work of others. Any other unhandled error is a bug of the server, whose state is then unknown: it ends the
 * process, as Node.js would. Returns a function that stops this.
 */
export function watchUnhandledErrors(log: ProcessLog): () => void {
  const report = (thrown: unknown) => {
    const err =
      thrown instanceof Error
        ? thrown
        : new Error(`a value that is not an error was thrown: ${textOf(thrown)}`);
    const code = taskCodeNow();
    if (!code) {
      log.fatal(
        { err },
        'the process ends because of an unhandled error; its unfinished items will run again',
      );
      process.exit(1);
    }
    const { type, task_id, index } = code;
    log.error(
      { err, task_type: type, task_id, index },
      'the code of a task type caused an unhandled error; the process goes on',
    );
  };
  process.on('unhandledRejection', report).on('uncaughtException', report);
  return () => void process.off('unhandledRejection', report).off('uncaughtException', report);
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    // Its own toString throws.
    return 'an unreadable value';
  }
}
