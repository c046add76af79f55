import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { suite, test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Every file of the repository, those not yet committed included. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const pages = files.filter((file) => file.endsWith('.md'));

const withoutCode = (page: string) => page.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchor that a heading gets where Markdown is shown. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

/** How many paths a pattern stands for: `tests/{unit,api}` for two. */
const countOf = (path: string) => /\{(.*)\}/.exec(path)?.[1]?.split(',').length ?? 1;

const anchorsOf = (page: string) =>
  [...page.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );

suite('docs', () => {
  test('relative links lead somewhere, down to the heading', () => {
    const broken: string[] = [];
    for (const file of pages) {
      for (const [, target = ''] of withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const linked = path === '' ? file : join(dirname(file), decodeURIComponent(path));
        const there = existsSync(join(ROOT, linked));
        if (!there || (anchor !== undefined && !anchorsOf(read(linked)).includes(anchor))) {
          broken.push(`${file}: ${target}`);
        }
      }
    }
    assert.deepEqual(broken, []);
  });

  test('each file and folder that a page names is there', () => {
    const named = /`((?:src|tests|docs|scripts|bench|console|client|deploy|bin)(?:\/[\w.{},*/-]*)?)`/g;
    const missing: string[] = [];
    // CHANGELOG.md tells of files as they were.
    for (const page of pages.filter((file) => file !== 'CHANGELOG.md'))
      for (const [, path = ''] of read(page).matchAll(named)) {
        // `src/data/{sqlite,mongodb}`, and `NAME` for one of the reader's own.
        if (/NAME/.test(path)) continue;
        const places = [join(ROOT, path), join(ROOT, dirname(page), path)];
        if (places.every((place) => globSync(place).length < countOf(path))) missing.push(`${page}: ${path}`);
      }
    assert.deepEqual(missing, []);
  });

  test('every page is reached from README.md or docs/README.md', () => {
    const index = read('README.md') + read('docs/README.md');
    const lost = pages.filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== 'docs/README.md');
    assert.deepEqual(
      lost.filter((file) => !index.includes(`(${file})`) && !index.includes(`(${file.slice(5)})`)),
      [],
    );
  });

  test('both READMEs have the same structure and the same code', () => {
    const [en, zh] = ['README.md', 'README.zh-CN.md'].map((file) => {
      const page = read(file);
      const text = page.replaceAll(/^```.*?^```$/gms, '');
      return {
        code: page.match(/^```.*?^```$/gms),
        headings: text.match(/^#+ /gm),
        rows: text.match(/^\|/gm)?.length,
        // A picture of the console has a Chinese form.
        images: text
          .match(/!\[.*?\]\((.*?)\)/g)
          ?.map((image) => image.replace(/^.*\(/, '').replace(/-zh(?=\.)/, '')),
        // A page that there is in Chinese stands for the English one.
        links: [
          ...new Set(
            [...text.matchAll(/\]\(([^)]+\.md)\)/g)].map(([, to = '']) => to.replace('/zh-CN/', '/')),
          ),
        ]
          .filter((to) => !to.startsWith('README'))
          .toSorted(),
      };
    });
    assert.deepEqual(zh, en);
  });

  const chinese = files.filter((file) => file.startsWith('docs/zh-CN/'));

  test('each Chinese page is linked from README.zh-CN.md and from its English page, and leads back', () => {
    assert.ok(chinese.length > 0);
    for (const file of chinese) {
      const name = file.replace('docs/zh-CN/', '');
      assert.ok(read('README.zh-CN.md').includes(`(${file})`), file);
      assert.ok(read(`docs/${name}`).includes(`[中文](zh-CN/${name})`), file);
      assert.ok(read(file).includes(`[English](../${name})`), file);
      // Where a page is there in Chinese, Chinese pages lead to that.
      for (const other of chinese) {
        const english = `](../${other.replace('docs/zh-CN/', '')}`;
        assert.ok(other === file || !read(file).includes(english), `${file}: ${english}`);
      }
    }
  });

  test('commands, answers, roles and names in a Chinese page are those of its English page', () => {
    for (const file of chinese) {
      const english = read(file.replace('/zh-CN', ''));
      const page = read(file);
      const blocks = (text: string): string[] => text.match(/^```.*?^```$/gms) ?? [];
      const missing = [
        ...blocks(page).filter((block) => !blocks(english).includes(block)),
        ...(page.match(/^\| \*\*.*\|$/gm) ?? []).filter((row) => !english.includes(row)),
        ...[...page.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)]
          .map(([, name = '']) => name)
          .filter((name) => !english.includes(name)),
      ];
      assert.deepEqual(missing, [], file);
    }
  });

  test('English pages avoid words that make light of things', () => {
    const found: string[] = [];
    for (const file of pages.filter((file) => !file.includes('zh-CN'))) {
      for (const [word] of withoutCode(read(file)).matchAll(/\b(just|simply|easy|easily|obviously)\b/gi)) {
        found.push(`${file}: ${word}`);
      }
    }
    assert.deepEqual(found, []);
  });
});

suite('the repository', () => {
  test('names no folder of the machine it was written on and no registry', () => {
    // Put together, so that this file does not hold what it looks for.
    const folders = [['', 'work', ''].join('/'), ['', 'root', ''].join('/')];
    const wrong = new RegExp(`${folders.join('|')}|\\bregistry\\.[a-z0-9-]+\\.(com|org|net|io|dev|cn)\\b`);
    const texts = files.filter((file) => !/\.(png|webp|jpe?g|ico|woff2?|gif)$/.test(file));
    const found = texts.filter((file) => wrong.test(read(file)));
    assert.deepEqual(found, []);
  });

  test('the lock file names hashes and no host, and the packages of every platform', () => {
    interface Locked {
      resolved?: string;
      integrity?: string;
      optionalDependencies?: Record<string, string>;
    }
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    assert.deepEqual(
      entries.filter(([, { resolved, integrity }]) => resolved !== undefined || !integrity),
      [],
    );
    // An npm that finds one missing refuses the whole `npm ci`.
    const wanted = entries.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
    const missing = wanted.filter((name) => !entries.some(([path]) => path.endsWith(`node_modules/${name}`)));
    assert.deepEqual(missing, []);
  });
});
