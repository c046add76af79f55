import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskType } from '../../../../client/src/generated.ts';
import type { Draft } from './draft.ts';
import { keptDrafts } from './kept-drafts.ts';

const typeOf = (type: string, version = 1) => ({ type, version }) as TaskType;
const draft = (name: string): Draft => ({ name, priority: '5', shared: false, values: {} });

test('a draft belongs to an account, a version of a type, and the task that it copies', () => {
  keptDrafts.keep('ada', typeOf('wait'), '', draft('new'));
  keptDrafts.keep('ada', typeOf('wait'), 'task 1', draft('copy'));
  assert.equal(keptDrafts.of('ada', typeOf('wait'), '')?.name, 'new');
  assert.equal(keptDrafts.of('ada', typeOf('wait'), 'task 1')?.name, 'copy');
  assert.equal(keptDrafts.of('mei', typeOf('wait'), ''), null);
  assert.equal(keptDrafts.of('ada', typeOf('wait', 2), ''), null);
});

test('the last draft that is no copy says which type the form begins with', () => {
  keptDrafts.keep('li', typeOf('wait'), '', draft('one'));
  keptDrafts.keep('li', typeOf('image'), '', draft('two'));
  keptDrafts.keep('li', typeOf('other'), 'task 1', draft('copy'));
  assert.equal(keptDrafts.lastType('li'), 'image');
  keptDrafts.forget('li', typeOf('image'), '');
  assert.equal(keptDrafts.lastType('li'), 'wait');
});

test('a tab keeps a limited number of drafts', () => {
  for (let at = 0; at < 30; at++) keptDrafts.keep('many', typeOf('wait'), `task ${at}`, draft(String(at)));
  assert.equal(keptDrafts.of('many', typeOf('wait'), 'task 0'), null);
  assert.equal(keptDrafts.of('many', typeOf('wait'), 'task 29')?.name, '29');
});
