import type { Browser } from 'playwright-core';
import { atEnd, inGroup } from './at-end.ts';
import { findProgram } from './find-program.ts';

/** The headless shell comes first, because it needs a fifth less processor time. */
const chromiumPath = () =>
  findProgram(
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium-headless-shell',
    'chromium-headless-shell',
    '/usr/bin/chromium',
    'chromium',
    'chromium-browser',
    'google-chrome',
  );

/** False if suites that need a browser cannot run on this machine. */
export const chromiumAvailable = (): boolean => chromiumPath() !== null;

/** A page of a test lives for seconds: its optimising compilers take a tenth of all processor time, and give nothing back. */
const BRIEF = '--js-flags=--no-turbofan,--no-maglev';

/** Starts Chromium without a window; what is to be measured runs as at its users. The caller closes it with `browser.close()`. */
export async function launchChromium({ measured = false } = {}): Promise<Browser> {
  // Loading it takes a third of a second of processor time, and most files that ask whether there is a browser start none.
  const { chromium } = await import('playwright-core');
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
      ...(measured ? [] : [BRIEF]),
    ],
  });
}

/** One browser for all files of a group, which run one after another: starting a browser takes as long as a short test. */
class SharedChromium {
  #browser: Promise<Browser> | null = null;

  async open(): Promise<Browser> {
    if (!inGroup()) return launchChromium();
    if (!this.#browser) {
      this.#browser = launchChromium();
      atEnd(async () => (await this.#browser)?.close());
    }
    const browser = await this.#browser;
    if (browser.isConnected()) return browser;
    // A test has closed it.
    this.#browser = launchChromium();
    return this.#browser;
  }

  /** Closes what only one file uses. */
  async close(browser: Browser): Promise<void> {
    if (!inGroup()) await browser.close();
  }
}

/** The caller closes what it has opened in the browser, because other files use it as well. */
export const sharedChromium = new SharedChromium();
