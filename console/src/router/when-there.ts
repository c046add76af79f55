import { servedPage } from '../api/client.ts';
import { failedStyles } from './failed-styles.ts';
import { goneParts } from './gone-parts.ts';
import { reload } from './reload.ts';

const AGAIN_MS = 1_500;
/** How often a part is asked for again, with longer and longer pauses, of a server that serves the page. */
const MOST = 4;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a reload would show now: this build, another one, or, if the server is away or busy, a page that is not the console. */
async function served(): Promise<'same' | 'other' | 'nothing'> {
  const html = await servedPage();
  if (html === null) return 'nothing';
  // The names of scripts contain a hash of their contents.
  const script = document.querySelector('script[type=module]')?.getAttribute('src') ?? '';
  return html.includes(script) ? 'same' : 'other';
}

/**
 * Loads a part of the console. If that fails, it is loaded again once the server serves the page: after longer and longer pauses, or, if the
 * page is of another build or the server no longer has the part, at once. If that does not help, the page is reloaded: the new index knows
 * the new names, and some browsers load a module that has failed only after a reload. A reload while the page is not served would lose
 * what is shown. Rejects if a reload a moment ago did not help.
 */
export async function whenThere<T>(load: () => Promise<T>): Promise<T> {
  for (let failed = 0; ; ) {
    const began = performance.now();
    try {
      if (failed > 0) await failedStyles.load();
      return await load();
    } catch (error) {
      let shown = await served();
      for (; shown === 'nothing'; shown = await served()) {
        failed = 0;
        await pause(AGAIN_MS);
      }
      failed += 1;
      if (failed < (shown === 'other' || goneParts.since(began) ? 2 : MOST)) {
        await pause(AGAIN_MS * (failed - 1));
        continue;
      }
      if (!reload.once()) throw error;
      // Nothing is shown any more before the reload.
      return new Promise(() => undefined);
    }
  }
}
