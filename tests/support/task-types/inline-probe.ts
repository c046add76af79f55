import { definition } from './probe.ts';

export default { ...definition, type: 'inline-probe', isolation: 'inline' };
