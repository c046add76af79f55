/** The page in an archive that shows its pictures as a grid. It is opened from disk and loads nothing but the pictures. */
import { readFile } from 'node:fs/promises';

const part = (name: string) => readFile(new URL(`./viewer/${name}`, import.meta.url), 'utf8');

/** `data` is JSON that contains no `<`. */
export async function* viewerPage(data: Iterable<string>): AsyncGenerator<string> {
  const names = ['viewer.html', 'viewer.css', 'viewer-words.js', 'viewer.js'];
  const [page, style, words, script] = await Promise.all(names.map(part));
  const [before = '', after = ''] = (page as string)
    .replace('/* style */', () => style as string)
    .replace('/* words */', () => words as string)
    .replace('/* script */', () => script as string)
    .split('"here"');
  yield before;
  yield* data;
  yield after;
}
