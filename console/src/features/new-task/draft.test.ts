import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskType } from '../../../../client/src/generated.ts';
import { draftOf } from './draft.ts';

const type = { type: 'image', title: { en: 'Image matrix', zh: '图片矩阵' }, params: {} } as TaskType;
const nameOfCopy = (name: string, prompt: unknown = 'a fox  in the snow') =>
  draftOf(type, { type: 'image', name, params: { prompt } }).name;

test('a copy has the name that somebody chose, and not one that tells what the original does', () => {
  assert.equal(nameOfCopy('Winter'), 'Winter');
  assert.equal(nameOfCopy('a fox in the snow'), '');
  assert.equal(nameOfCopy('a fox in…'), '');
  assert.equal(nameOfCopy('图片矩阵'), '');
  assert.equal(nameOfCopy('Winter', undefined), 'Winter');
  assert.equal(draftOf(type, null).name, '');
});
