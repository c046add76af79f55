export { default } from '../../support/task-types/inline-probe.ts';
