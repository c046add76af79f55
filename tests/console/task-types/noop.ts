export { default } from '../../support/task-types/noop.ts';
