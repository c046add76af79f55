/** The console in a real browser over a real server process, for the tests of this folder. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Client } from '../../client/src/index.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { launchChromium } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';

export const PASSWORD = 'correct horse battery';
/** With a password of its own: the console asks for another where it is one that everybody knows. */
export const ADMIN = { email: 'admin@example.com', password: PASSWORD };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export class OpenConsole {
  readonly server: Backend;
  readonly browser: Browser;
  /** What pages complained of: errors in their console, uncaught errors, requests to elsewhere. */
  readonly complaints: string[] = [];
  #admin: Client | null = null;

  private constructor(server: Backend, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  static async open(env: Record<string, string> = {}): Promise<OpenConsole> {
    return OpenConsole.over(await startBackend({ env: { ADMIN_PASSWORD: ADMIN.password, ...env } }));
  }

  /** At a server that runs already. */
  static async over(server: Backend): Promise<OpenConsole> {
    const browser = await launchChromium();
    const built = async () => (await fetch(server.url, { headers: { accept: 'text/html' } })).status === 200;
    await waitFor(built, { timeout_ms: 60_000, what: 'the console to be built' });
    return new OpenConsole(server, browser);
  }

  get url(): string {
    return this.server.url;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** A browser of its own: no cookie, no storage. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1_280, height: 900 },
      ...options,
    });
    // A busy machine is no failure.
    context.setDefaultTimeout(30_000);
    context.on('page', (page) => this.#listen(page));
    return context;
  }

  /** A tab of a new browser, signed in, at this path. */
  async signedIn(path = '/tasks', account = ADMIN, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.context(options)).newPage();
    await page.goto(this.url + path);
    await this.signIn(page, account);
    return page;
  }

  async signIn(page: Page, { email, password } = ADMIN): Promise<void> {
    await page.locator('input[name=username]').fill(email);
    await page.locator('input[name=password]').fill(password);
    await page.locator('button[type=submit]').click();
    await page.locator('#content').waitFor();
  }

  /** The API as the first administrator: tests set up with it what they then look at. */
  async admin(): Promise<Client> {
    if (!this.#admin) {
      this.#admin = new Client({ url: this.url });
      await this.#admin.signIn(ADMIN);
    }
    return this.#admin;
  }

  async account(email: string, roles: ('admin' | 'manager' | 'user' | 'guest')[]) {
    await (await this.admin()).api.createUser({ email, password: PASSWORD, roles });
    return { email, password: PASSWORD };
  }

  /** Fails with what axe finds wrong with the page as it stands; with `rules`, by these alone. */
  async axe(page: Page, what: string, rules: string[] = []): Promise<void> {
    // An open menu or list belongs to its button and has the focus; axe's advice (not WCAG's) to put it into a landmark is for pages.
    const landmarks = (await page.locator('[role=menu], [role=listbox]').count()) === 0;
    // While the list of a text field is open, everything but the two is hidden from screen readers; Tab closes it first.
    const alone = await page.locator('input[role=combobox][aria-expanded=true]:not([role=dialog] *)').count();
    const page_hidden = {
      'aria-hidden-focus': { enabled: false },
      'page-has-heading-one': { enabled: false },
    };
    const options = {
      resultTypes: ['violations'],
      ...(rules.length > 0
        ? { runOnly: { type: 'rule', values: rules } }
        : { rules: { region: { enabled: landmarks }, ...(alone > 0 && page_hidden) } }),
    };
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource);
    // Words of what is fading in have the contrast of no rule; what turns without an end is not waited for.
    await page.evaluate(`(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const moving = document.getAnimations().filter((one) =>
        one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime));
      await Promise.allSettled(moving.map(({ finished }) => finished));
    })()`);
    const violations =
      await page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ': ' + failureSummary)))`);
    assert.deepEqual(violations, [], what);
  }

  #listen(page: Page): void {
    page.on('console', (message) => {
      // A browser writes each answer above 399 into its console, also those that a test asks for.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error.stack)));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== this.url) this.complaints.push(`asks ${request.url()}`);
    });
  }
}
