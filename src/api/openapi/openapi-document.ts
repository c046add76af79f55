import { readSettings } from '../../settings.ts';
import { buildApp } from '../build-app.ts';
import { absentServices } from './absent-services.ts';

/**
 * The OpenAPI document, the same as `/openapi.json` of a running server: it depends on no setting. Opens no database, reads
 * no environment.
 */
export async function openApiDocument(): Promise<object> {
  const settings = readSettings({ SECRET_KEY: 'a document is signed by nobody' });
  const app = buildApp(absentServices(), settings);
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
  }
}
