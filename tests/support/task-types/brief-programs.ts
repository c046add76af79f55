import { definition } from './programs.ts';

export default { ...definition, type: 'brief-programs', timeout: 1_000 };
