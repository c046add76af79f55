export { default } from '../../support/task-types/matrix.ts';
