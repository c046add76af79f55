/** The page of an archive that shows its pictures as a grid: opened from disk, it asks for nothing but them. */
import { readFile } from 'node:fs/promises';

const part = (name: string) => readFile(new URL(`./viewer/${name}`, import.meta.url), 'utf8');

/** `data` is JSON in which no `<` stands. */
export async function* viewerPage(data: Iterable<string>): AsyncGenerator<string> {
  const [page, style, script] = await Promise.all(['viewer.html', 'viewer.css', 'viewer.js'].map(part));
  const [before = '', after = ''] = (page as string)
    .replace('/* style */', () => style as string)
    .replace('/* script */', () => script as string)
    .split('"here"');
  yield before;
  yield* data;
  yield after;
}
