import { definition } from './unattended.ts';

export default { ...definition, type: 'inline-unattended', isolation: 'inline' };
