/** Tabs for the tests that come next: a new one starts a process of its own, and compiles the console anew. */
import type { Browser, Page } from 'playwright-core';

export const SIZE = { width: 1_280, height: 900 };

/** What tests listen to. */
const HEARD = ['console', 'pageerror', 'request', 'response'];

/** Tabs that their tests have left, each in a browser context of its own, with nothing in it. */
class LeftTabs {
  readonly #left: Page[] = [];

  /** One of this browser, or null. */
  take(browser: Browser): Page | null {
    const at = this.#left.findIndex((page) => !page.isClosed() && page.context().browser() === browser);
    return at === -1 ? null : (this.#left.splice(at, 1)[0] as Page);
  }

  /**
   * Empties the tab of what a test may have left in it: cookies, storage, permissions, listeners, routes, size. It then shows `resting`, an
   * address of the same server that runs no script, because a blank page would be one of another process. False if the server is gone:
   * then the tab cannot be emptied.
   */
  async leave(page: Page, resting: string): Promise<boolean> {
    const context = page.context();
    for (const type of HEARD) page.removeAllListeners(type);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    try {
      await context.setOffline(false);
      await Promise.all(context.pages().map((one) => one !== page && one.close()));
      await page.goto(resting, { timeout: 5_000 });
      await page.evaluate('localStorage.clear(); sessionStorage.clear()');
    } catch {
      // The caller closes the tab instead.
      return false;
    }
    await context.clearCookies();
    await context.clearPermissions();
    await page.setViewportSize(SIZE);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    this.#left.push(page);
    return true;
  }
}

export const leftTabs = new LeftTabs();
