import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task, TaskEvent } from '../../../../client/src/generated.ts';
import { type TaskSearch, tasksSearch } from './tasks-search.ts';
import { countUnlisted, type Listed } from './unlisted.ts';

const searchOf = (text: string): TaskSearch => tasksSearch.read(new URLSearchParams(text));
const listed = (ids: string[], complete = true): Listed => ({
  rows: ids.map((id) => ({ id }) as Task),
  asked_at: 100,
  complete,
});
const heard = (id: string, fields: Partial<TaskEvent> = {}, at = 200) => ({
  event: {
    id,
    status: 'processing',
    type: 'wait',
    created_at: new Date().toISOString(),
    ...fields,
  } as TaskEvent,
  at,
});
const everything = searchOf('');

test('a task that the list lacks is counted, one that it contains is not', () => {
  assert.equal(countUnlisted(everything, listed(['3', '1']), [heard('4'), heard('3')]), 1);
  // Shared with this person since.
  assert.equal(countUnlisted(everything, listed(['3', '1']), [heard('2')]), 1);
});

test('what was heard before the list was asked for is contained in it, or was deleted', () => {
  assert.equal(countUnlisted(everything, listed(['3']), [heard('4', {}, 99)]), 0);
});

test('what belongs to a page that is not loaded yet is not counted', () => {
  assert.equal(countUnlisted(everything, listed(['3', '2'], false), [heard('1'), heard('4')]), 1);
  const oldest = searchOf('order=oldest');
  assert.equal(countUnlisted(oldest, listed(['1', '2'], false), [heard('4')]), 0);
  assert.equal(countUnlisted(oldest, listed(['1', '2']), [heard('4')]), 1);
});

test('a task counts from when it matches the filter, however old it is', () => {
  const failed = searchOf('status=failed');
  const rows = listed(['5', '2']);
  assert.equal(countUnlisted(failed, rows, [heard('4')]), 0);
  assert.equal(countUnlisted(failed, rows, [heard('4', { status: 'failed' })]), 1);
  const long_ago = new Date(Date.now() - 2 * 86_400_000).toISOString();
  assert.equal(countUnlisted(searchOf('time=day'), listed([]), [heard('4', { created_at: long_ago })]), 0);
  assert.equal(countUnlisted(searchOf('time=day'), listed([]), [heard('4')]), 1);
});

test('with a search for text only the server knows', () => {
  assert.equal(countUnlisted(searchOf('q=fox'), listed([]), [heard('4')]), 0);
});
