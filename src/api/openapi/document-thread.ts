/** Entry of the thread that writes the OpenAPI document. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadFromBundle } from '../../runtime/package-bundle.ts';
import type { DocumentFormat } from './document-texts.ts';

// Before the packages are imported; hooks of the main thread do not apply here.
loadFromBundle();
const { openApiText } = await import('./openapi-document.ts');
parentPort?.postMessage(await openApiText(workerData as DocumentFormat));
