/** A tab that is used with keys alone. What is looked at is where the focus is. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';

/** An expression: what the focused element is called. */
export const FOCUSED = `(() => {
  const one = document.activeElement;
  return one === document.body || !one ? 'body' : (one.getAttribute('aria-label') || one.innerText || one.name || one.id || one.tagName).trim().split('\\n')[0];
})()`;

export class Keyboard {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  focused(): Promise<string> {
    return this.page.evaluate<string>(FOCUSED);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Opens the menu of the button that has the focus, and chooses in it with these keys once it listens to them. */
  async choose(...keys: string[]): Promise<void> {
    await this.page.keyboard.press('Enter');
    const listens = "document.activeElement?.closest('[role=menu]') !== null";
    await waitFor(() => this.page.evaluate<boolean>(listens), { what: 'the focus in the menu' });
    await this.press(...keys);
  }

  /** Presses Tab until something of this name has the focus. */
  async tabTo(name: string | RegExp, key = 'Tab', most = 80): Promise<void> {
    const fits = (one: string) => (typeof name === 'string' ? one === name : name.test(one));
    const seen: string[] = [];
    for (let n = 0; n < most; n += 1) {
      await this.page.keyboard.press(key);
      const one = await this.focused();
      if (fits(one)) return;
      seen.push(one);
    }
    assert.fail(`${name} was not among ${seen.join(' | ')}`);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#url + path);
    await this.page.locator('#content h1').waitFor();
    await waitFor(async () => (await this.page.locator('#content [data-loading]').count()) === 0);
  }
}
