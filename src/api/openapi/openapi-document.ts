import { readSettings } from '../../settings.ts';
import { buildApp } from '../build-app.ts';
import type { App } from '../fastify-types.ts';
import { openapi } from '../plugins/openapi.plugin.ts';
import { absentServices } from './absent-services.ts';
import type { DocumentFormat } from './document-texts.ts';

/**
 * The OpenAPI document, the same as `/openapi.json` of a running server: it depends on no setting. Opens no database, reads
 * no environment.
 */
export const openApiDocument = (): Promise<object> => described((app) => app.swagger());

export const openApiText = (format: DocumentFormat): Promise<string> =>
  described((app) => (format === 'json' ? JSON.stringify(app.swagger()) : app.swagger({ yaml: true })));

async function described<R>(read: (app: App) => R): Promise<R> {
  const settings = readSettings({ SECRET_KEY: 'a document is signed by nobody' });
  const app = buildApp(absentServices(), settings, { openapi });
  try {
    await app.ready();
    return read(app);
  } finally {
    await app.close();
  }
}
