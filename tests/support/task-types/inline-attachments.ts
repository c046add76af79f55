import { definition } from './attachments.ts';

export default { ...definition, type: 'inline-attachments', isolation: 'inline' };
