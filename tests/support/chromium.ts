import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './find-program.ts';

const chromiumPath = () =>
  findProgram(
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    'chromium',
    'chromium-browser',
    'google-chrome',
  );

/** False when a suite that needs a browser cannot run here. */
export const chromiumAvailable = (): boolean => chromiumPath() !== null;

/** Starts Chromium without a window; close it with `browser.close()`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath() ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
