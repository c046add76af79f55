/** A tab that is used with the keyboard alone, and where its focus is. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import type { OpenConsole } from './open-console.ts';

/** An expression for the name of the focused element. */
export const FOCUSED = `(() => {
  const one = document.activeElement;
  const beside = ['checkbox', 'radio'].includes(one?.role) && one.closest('label')?.innerText;
  return one === document.body || !one ? 'body' : (one.getAttribute('aria-label') || beside || one.innerText || one.name || one.id || one.tagName).trim().split('\\n')[0];
})()`;

/** Its functions can be used without the object: `const { press } = keys`. */
export class Keyboard {
  #page: Page | null;

  constructor(page: Page | null = null) {
    this.#page = page;
  }

  /** Opens a tab that is signed in as the administrator, and uses it from now on. */
  async signIn(at: OpenConsole): Promise<Page> {
    this.#page = await at.signedIn();
    return this.#page;
  }

  readonly focused = (): Promise<string> => this.#tab().evaluate<string>(FOCUSED);

  readonly press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await this.#tab().keyboard.press(key);
  };

  /** Opens the menu of the focused button, and presses these keys once the focus is in the menu. */
  readonly choose = async (...keys: string[]): Promise<void> => {
    await this.press('Enter');
    const listens = "document.activeElement?.closest('[role=menu]') !== null";
    await waitFor(() => this.#tab().evaluate<boolean>(listens), { what: 'the focus in the menu' });
    await this.press(...keys);
  };

  /** Presses Tab until an element with this name has the focus. */
  readonly tabTo = async (name: string | RegExp, key = 'Tab', most = 80): Promise<void> => {
    const fits = (one: string) => (typeof name === 'string' ? one === name : name.test(one));
    const seen: string[] = [];
    for (let n = 0; n < most; n += 1) {
      await this.press(key);
      const one = await this.focused();
      if (fits(one)) return;
      seen.push(one);
    }
    assert.fail(`${name} was not among ${seen.join(' | ')}`);
  };

  readonly open = async (path: string): Promise<void> => {
    const page = this.#tab();
    await page.goto(new URL(path, page.url()).href);
    await this.#loaded(path);
  };

  /** Like `open`, by `follow`: the next Tab leads to the first link of the page, as after a start. */
  readonly go = async (path: string): Promise<void> => {
    const page = this.#tab();
    // After a key, what was looked for on the page before takes the focus no more.
    await this.press('Shift');
    await follow(page, path);
    await waitFor(() => page.evaluate('document.activeElement.id === "content"'), {
      what: `the focus on ${path}`,
    });
    await this.#loaded(path);
    await page.evaluate(
      'document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex")',
    );
  };

  async #loaded(path: string): Promise<void> {
    const page = this.#tab();
    await page.locator('#content h1').waitFor();
    // Cells are there before their items, and then get other names.
    const loading = page.locator('#content [data-loading], #content [role=gridcell][aria-label$="Loading"]');
    await waitFor(async () => (await loading.count()) === 0, { what: `all of ${path} to be loaded` });
  }

  #tab(): Page {
    assert.ok(this.#page, 'no tab was opened');
    return this.#page;
  }
}
