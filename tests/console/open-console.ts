/** The console in a real browser over a real server process, for the tests of this folder. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Client } from '../../client/src/index.ts';
import { inGroup } from '../support/at-end.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { sharedChromium } from '../support/chromium.ts';
import { waitFor } from '../support/wait-for.ts';
import { leftTabs, SIZE } from './left-tabs.ts';

export const PASSWORD = 'correct horse battery';
/** With a password of its own: the console asks for another where it is one that everybody knows. */
export const ADMIN = { email: 'admin@example.com', password: PASSWORD };

/**
 * The guards at the ends of what stands open hold the focus inside. axe knows that where it finds something in front of the page at four points of the
 * window; where the button of an open menu lies at one of them, it does not.
 */
const GUARDS = ['[data-base-ui-focus-guard]'];
/** What stands open above the page. */
export const ABOVE = ['[role=dialog]', '[role=menu]', '[role=listbox]'];
/** The whole page; without its navigation; and what stands open above it. */
const PARTS = {
  page: { include: [['html']], exclude: [GUARDS] },
  content: { include: [['html']], exclude: [GUARDS, ['#nav']] },
  above: { include: ABOVE.map((one) => [one]), exclude: [GUARDS] },
};

/**
 * With CONSOLE_DELAY_MS=400, each call takes up to as long to arrive, and its answer as well; timers and frames are late by up to an eighth
 * of it, as in a busy browser. What comes in another order than usual shows.
 */
const DELAY_MS = Number(process.env.CONSOLE_DELAY_MS ?? 0);
const SLOW_LINE = `(() => {
  const { fetch, setTimeout, requestAnimationFrame } = window;
  const some = (most) => Math.random() * most;
  const wait = () => new Promise((resolve) => setTimeout(resolve, some(${DELAY_MS})));
  window.fetch = async (...args) => {
    await wait();
    const answer = await fetch(...args);
    await wait();
    return answer;
  };
  window.setTimeout = (run, ms = 0, ...args) => setTimeout(run, ms + some(${DELAY_MS / 8}), ...args);
  window.requestAnimationFrame = (run) =>
    requestAnimationFrame(() => setTimeout(() => run(performance.now()), some(${DELAY_MS / 8})));
})()`;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export class OpenConsole {
  readonly server: Backend;
  readonly browser: Browser;
  /** What pages complained of: errors in their console, uncaught errors, requests to elsewhere. */
  readonly complaints: string[] = [];
  #admin: Client | null = null;
  readonly #contexts = new Set<BrowserContext>();
  /** Tabs as `signedIn` gives them without options. */
  readonly #usual = new Set<Page>();
  readonly #heard = (page: Page) => this.#listen(page);

  private constructor(server: Backend, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  static async open(env: Record<string, string> = {}): Promise<OpenConsole> {
    return OpenConsole.over(await startBackend({ env: { ADMIN_PASSWORD: ADMIN.password, ...env } }));
  }

  /** At a server that runs already. */
  static async over(server: Backend): Promise<OpenConsole> {
    const browser = await sharedChromium.open();
    const built = async () => (await fetch(server.url, { headers: { accept: 'text/html' } })).status === 200;
    await waitFor(built, { timeout_ms: 60_000, what: 'the console to be built' });
    return new OpenConsole(server, browser);
  }

  get url(): string {
    return this.server.url;
  }

  async close(): Promise<void> {
    // Without a group, the browser ends with its file.
    if (inGroup()) for (const page of this.#usual) await this.leave(page);
    await Promise.all([...this.#contexts].map((context) => context.close()));
    await sharedChromium.close(this.browser);
    await this.server.stop();
  }

  /** A browser of its own: no cookie, no storage. Nothing moves, because each frame takes processor time. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const still = { locale: 'en-GB', viewport: SIZE, reducedMotion: 'reduce' } as const;
    const context = await this.browser.newContext({ ...still, ...options });
    this.#contexts.add(context);
    // A busy machine is no failure.
    context.setDefaultTimeout(60_000);
    if (DELAY_MS > 0) await context.addInitScript(SLOW_LINE);
    context.on('page', this.#heard);
    return context;
  }

  /**
   * A tab at this path, signed in by the API: on the sign-in page, the console would have to start and to be drawn before. It has no cookie
   * or storage of another; with `options` it is a new one. `leave` ends its use.
   */
  async signedIn(path = '/tasks', account = ADMIN, options?: BrowserContextOptions): Promise<Page> {
    const page = options ? await (await this.context(options)).newPage() : await this.#usualTab();
    await this.grant(page, account);
    await page.goto(this.url + path);
    await page.locator('#content').waitFor();
    return page;
  }

  /** Gives the browser of this page a session, as its sign-in page does. */
  async grant(page: Page, { email, password } = ADMIN): Promise<void> {
    const login = `${this.url}/api/v1/auth/login`;
    const answer = await page.request.post(login, { data: { email, password, cookie: true } });
    assert.equal(answer.status(), 200, `${email} is signed in`);
  }

  /** Another session of this account, without a tab. */
  async session(account = ADMIN): Promise<void> {
    await new Client({ url: this.url }).signIn(account);
  }

  /** Ends the use of a tab; the next that is asked for may be the same, emptied. */
  async leave(page: Page): Promise<void> {
    const context = page.context();
    const usual = this.#usual.delete(page) && !page.isClosed();
    if (usual && (await leftTabs.leave(page, `${this.url}/favicon.svg`))) context.off('page', this.#heard);
    else await context.close();
    this.#contexts.delete(context);
  }

  async #usualTab(): Promise<Page> {
    const left = leftTabs.take(this.browser);
    const page = left ?? (await (await this.context()).newPage());
    if (left) {
      this.#contexts.add(left.context());
      left.context().on('page', this.#heard);
      this.#listen(left);
    }
    this.#usual.add(page);
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

  /** Fails with what axe finds wrong with the page as it stands, or with a part of it; with `rules`, by these alone. */
  async axe(
    page: Page,
    what: string,
    rules: string[] = [],
    part: keyof typeof PARTS = 'page',
  ): Promise<void> {
    // An open menu or list belongs to its button and has the focus; axe's advice (not WCAG's) to put it into a landmark is for pages.
    const landmarks = (await page.locator('[role=menu], [role=listbox]').count()) === 0;
    // While the list of a text field is open, Base UI hides everything but the two from screen readers and leaves it focusable
    // (mui/base-ui#5528, open; no property turns it off). Tab closes the list first, so that nothing hidden gets the focus.
    const alone = await page.locator('input[role=combobox][aria-expanded=true]:not([role=dialog] *)').count();
    const without = [
      ...(landmarks ? [] : ['region']),
      ...(alone > 0 ? ['aria-hidden-focus', 'page-has-heading-one'] : []),
    ];
    const options = {
      resultTypes: ['violations'],
      // No rule that runs reads style sheets or sound beforehand; to fetch them took a fifth of the time.
      preload: false,
      ...(rules.length > 0
        ? { runOnly: { type: 'rule', values: rules.filter((rule) => !without.includes(rule)) } }
        : { rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) }),
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
      await page.evaluate(`axe.run(${JSON.stringify(PARTS[part])}, ${JSON.stringify(options)}).then(({ violations }) =>
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
