import type { Page } from 'playwright-core';

/** Which page an address is of, whatever it shows. */
export const kindOf = (path: string): string =>
  path
    .replace(/[?#].*/, '')
    .replace(/[0-9a-f-]{36}/, ':id')
    .replace(/\/grid$/, '');

async function lead(page: Page, path: string): Promise<void> {
  await page.evaluate(`document.querySelectorAll('h1').forEach((one) => one.setAttribute('data-left', ''));
    history.pushState(null, '', ${JSON.stringify(path)})`);
  await page.locator('h1:not([data-left])').first().waitFor();
}

/**
 * Shows another page as a link leads there, in a third of the processor time of `goto`, because the console does not start again. Between
 * two pages of one kind comes one that does not exist, so that nothing of the first stays. What was loaded in the last 10 s is not asked
 * for again: where that could have changed, and where the start is the point, tests use `goto`.
 */
export async function follow(page: Page, path: string): Promise<void> {
  if (kindOf(new URL(page.url()).pathname) === kindOf(path)) await lead(page, '/no-such-page');
  await lead(page, path);
}
