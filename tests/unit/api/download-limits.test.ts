import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LARGE_PAGES_PER_CALLER } from '../../../src/api/large-page.ts';
import { ARCHIVES_PER_CALLER, GRIDS_PER_CALLER } from '../../../src/api/v1/task-downloads.routes.ts';
import { catalogue } from '../../../src/errors.ts';

test('the fault of too many downloads tells the limits that no setting raises', () => {
  const { en, zh } = catalogue.too_many_downloads.todo;
  assert.ok(en.includes(`${ARCHIVES_PER_CALLER} archives and ${GRIDS_PER_CALLER} grid images`), en);
  assert.ok(zh.includes(`${ARCHIVES_PER_CALLER} 个 ZIP 文件和 ${GRIDS_PER_CALLER} 张网格图`), zh);
});

test('the fault of too many large pages tells how many', () => {
  const { en, zh } = catalogue.too_many_large_pages.todo;
  assert.ok(en.includes(`${LARGE_PAGES_PER_CALLER} pages larger than 512 KiB`), en);
  assert.ok(zh.includes(`${LARGE_PAGES_PER_CALLER} 页超过 512 KiB`), zh);
});
