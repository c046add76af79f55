export { default } from '../../support/task-types/talker.ts';
