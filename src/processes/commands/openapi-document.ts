import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../api/build-app.ts';
import type { Settings } from '../../settings.ts';
import { openData } from '../open-data.ts';
import { createProcessLog } from '../process-log.ts';
import { wire } from '../wiring.ts';

/** The OpenAPI document of the API as these settings make it. Touches no data: it is built over an empty folder. */
export async function openApiDocument(settings: Settings): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'backend2-openapi-'));
  const log = createProcessLog('silent', 'openapi');
  const empty = { ...settings, DATA_DIR: folder, MONGODB_URL: undefined, REDIS_URL: undefined };
  const data = await openData(empty, log, false);
  try {
    const wired = await wire(empty, data, log);
    const app = buildApp(wired.services, wired.settings);
    await app.ready();
    const document = app.swagger();
    await app.close();
    await wired.close();
    return document;
  } finally {
    await data.close();
    await rm(folder, { recursive: true });
  }
}
