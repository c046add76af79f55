/** Treats what no code handled, and what ends the process without being asked. */
import { type TaskCode, taskCodeNow } from '../task-types/definition/task-code.ts';
import { shownValue } from '../task-types/definition/thrown-text.ts';

type Say = (fields: { err?: Error; task_type?: string; module?: string }, text: string) => void;

/** The part of a `ProcessLog` that is used. */
export interface ErrorLog {
  error: Say;
  fatal: Say;
}

/**
 * An unhandled error of a task type (a promise that nobody awaits, a timer that throws) is logged with the name of the type: it must not
 * end the server and the work of others. Any other unhandled error is a bug of the server, whose state is then unknown: it ends the
 * process, as Node.js would. A task type that ends the process is named: it would look like a stop in good order. Returns a function that
 * stops this.
 */
export function watchUnhandledErrors(log: ErrorLog): () => void {
  const report = (thrown: unknown) => {
    const err =
      thrown instanceof Error
        ? thrown
        : new Error(`a value that is not an error was thrown: ${shownValue(thrown)}`);
    const code = taskCodeNow();
    if (!code) {
      log.fatal(
        { err },
        'the process ends because of an unhandled error; its unfinished items will run again',
      );
      process.exit(1);
    }
    log.error(
      { err, ...fieldsOf(code) },
      'the code of a task type caused an unhandled error; the process goes on',
    );
  };
  const ends = () => {
    const code = taskCodeNow();
    if (!code) return;
    log.fatal(fieldsOf(code), 'the code of a task type ends the process (process.exit)');
    process.exitCode ||= 1;
  };
  process.on('unhandledRejection', report).on('uncaughtException', report).on('exit', ends);
  return () =>
    void process.off('unhandledRejection', report).off('uncaughtException', report).off('exit', ends);
}

const fieldsOf = ({ type, file, task_id, index }: TaskCode) => ({
  task_type: type,
  module: file,
  task_id,
  index,
});
