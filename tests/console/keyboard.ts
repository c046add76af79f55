/** A tab that is used with the keyboard alone, and where its focus is. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';

/** An expression for the name of the focused element. */
export const FOCUSED = `(() => {
  const one = document.activeElement;
  const beside = ['checkbox', 'radio'].includes(one?.role) && one.closest('label')?.innerText;
  return one === document.body || !one ? 'body' : (one.getAttribute('aria-label') || beside || one.innerText || one.name || one.id || one.tagName).trim().split('\\n')[0];
})()`;

/** Its functions can be used without the object: `const { press } = new Keyboard(page)`. */
export class Keyboard {
  readonly #page: Page | undefined;

  constructor(page?: Page) {
    this.#page = page;
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

  /** Like `open`, by `follow`: Tab leads to the first button of the page, and Shift+Tab back into the navigation. */
  readonly go = async (path: string): Promise<void> => {
    const page = this.#tab();
    // After a key, what was looked for on the page before takes the focus no more.
    await this.press('Shift');
    await follow(page, path);
    await waitFor(() => page.evaluate('document.activeElement.id === "content"'), {
      what: `the focus on ${path}`,
    });
    await this.#loaded(path);
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
