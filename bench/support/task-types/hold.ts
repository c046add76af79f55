import { definition } from './hold-thread.ts';

/** The same on the event loop. */
export default { ...definition, type: 'hold', isolation: 'inline' };
