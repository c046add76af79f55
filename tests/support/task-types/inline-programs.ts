import { definition } from './programs.ts';

export default { ...definition, type: 'inline-programs', isolation: 'inline' };
