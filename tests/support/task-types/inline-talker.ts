import { definition } from './talker.ts';

export default { ...definition, type: 'inline-talker', isolation: 'inline' };
