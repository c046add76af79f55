/** A module of a task type, without what checks its definition: threads need only the handler, and start quickly. */
import { type ResolveHookSync, registerHooks } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { TaskTypeDefinition } from './define-task-type.ts';
import { loadErrorText } from './load-error.ts';
import { loadInTime, type ModuleLoading } from './load-in-time.ts';
import { inTaskCode } from './task-code.ts';

/** Thrown for a module that is not a valid task type; the message names the file. The server does not start. */
export class TaskTypeError extends OperatorError {}

/**
 * The module, whose default is a definition. Throws `TaskTypeError`, and the reason of the signal of `loading`. Not the definition itself:
 * a promise would ask it whether it is one, too.
 */
export async function importDefinition(
  file: string,
  loading?: ModuleLoading,
): Promise<{ default?: unknown }> {
  // Only while it loads: each hook is asked about every import.
  const hooks = registerHooks({ resolve: resolveOwn });
  try {
    const url = pathToFileURL(file).href;
    const module = await inTaskCode({ type: basename(file), file }, () =>
      loading ? loading.load(file, url) : loadInTime(url),
    );
    return module as { default?: unknown };
  } catch (error) {
    loading?.throwIfAborted();
    throw new TaskTypeError(`${file}: the module cannot be loaded: ${loadErrorText(error, file)}`, {
      cause: error,
    });
  } finally {
    hooks.deregister();
  }
}

/** Modules in any folder import this very program's own. */
const OWN: Record<string, string> = {
  'backend2/task-type': new URL('../task-type.ts', import.meta.url).href,
};

const resolveOwn: ResolveHookSync = (specifier, context, next) => {
  const url = OWN[specifier];
  return url ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
};

/** The handler of a task type whose definition the server has checked. Throws `TaskTypeError`. */
export async function loadHandler(file: string): Promise<TaskTypeDefinition['run']> {
  const { default: given } = await importDefinition(file);
  const definition = given as TaskTypeDefinition | null | undefined;
  // The file may have changed since the server read it.
  if (typeof definition?.run !== 'function') throw new TaskTypeError(`${file}: \`run\` must be a function`);
  return (input, context) => definition.run(input, context);
}
