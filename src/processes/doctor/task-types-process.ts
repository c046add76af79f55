/** The entry of the process in which `doctor` loads task types: whatever they do there, doctor goes on and says what it was. */
import { loadFromBundle } from '../../runtime/package-bundle.ts';

loadFromBundle();
const { loadForDoctor } = await import('./load-for-doctor.ts');
await loadForDoctor(process.argv[2] as string, (message) => process.send?.(message));
