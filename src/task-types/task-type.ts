/** `backend2/task-type`: what the module of a task type imports, from any folder. */
export { type Static, Type } from 'typebox';
export { invalid } from '../errors.ts';
export {
  defineTaskType,
  type FileContent,
  type IsSound,
  type LocalText,
  type Plan,
  type PrepareLimits,
  type RunContext,
  type TaskTypeDefinition,
} from './definition/define-task-type.ts';
