/** What the test files of this folder begin with. */
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import type { Client } from '../../client/src/index.ts';
import { requireService } from '../support/services.ts';
import { OpenConsole } from './open-console.ts';
import { sharedServer } from './shared-server.ts';

interface Opened {
  /** There is no browser, and nothing else of this. */
  skip: boolean;
  at: OpenConsole;
  /** A tab of the first administrator. */
  page: Page;
}

interface Wanted {
  path?: string;
  /** Settings: the server is then one of its own. */
  env?: Record<string, string>;
}

/** The console with what `prepare` makes, open at a path until the tests of the calling file have ended. */
export async function openedConsole(
  prepare: (admin: Client, at: OpenConsole) => Promise<unknown> = async () => {},
  { path = '/tasks', env }: Wanted = {},
): Promise<Opened> {
  if (!requireService('chromium')) return { skip: true } as Opened;
  const at = env ? await OpenConsole.open(env) : await OpenConsole.over(await sharedServer.open());
  after(() => at.close());
  await prepare(await at.admin(), at);
  return { skip: false, at, page: await at.signedIn(path) };
}
