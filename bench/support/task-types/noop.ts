export { default } from '../../../tests/support/task-types/noop.ts';
