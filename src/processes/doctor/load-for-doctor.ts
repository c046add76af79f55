import { loadTaskTypes } from '../../task-types/definition/registry.ts';
import { thrownText } from '../../task-types/definition/thrown-text.ts';
import { watchUnhandledErrors } from '../unhandled-errors.ts';

/** How long the modules may still fail after they were loaded, in a timer for example, if they keep the process alive. */
const LATER_MS = 500;

/** What the process tells the doctor. */
export type ToDoctor =
  | { kind: 'loads'; file: string }
  | { kind: 'types'; types: { type: string; pool: string }[] }
  | { kind: 'fault'; text: string };

/** Loads the task types of `folder`, and says each step before it is done. */
export async function loadForDoctor(folder: string, say: (message: ToDoctor) => void): Promise<void> {
  const fault = (text: string) => say({ kind: 'fault', text });
  const log = ({ err, module = folder }: { err?: unknown; module?: string }, text = '') => {
    // What follows is about a server.
    const [what] = text.split(';');
    fault(`${module}: ${what}${err ? `: ${thrownText(err)}` : ''}`);
  };
  watchUnhandledErrors({ error: log, fatal: log });
  try {
    const types = await loadTaskTypes(folder, { onLoad: (file) => say({ kind: 'loads', file }) });
    say({ kind: 'types', types: [...types.values()].map(({ type, pool }) => ({ type, pool })) });
  } catch (error) {
    fault(thrownText(error));
  }
  // The doctor may have been stopped.
  process.once('disconnect', () => process.exit());
  process.channel?.unref();
  setTimeout(() => process.exit(0), LATER_MS).unref();
}
