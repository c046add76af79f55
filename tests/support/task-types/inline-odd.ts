import { definition } from './odd.ts';

export default { ...definition, type: 'inline-odd', isolation: 'inline' };
