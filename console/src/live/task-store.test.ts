import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task, TaskEvent } from '../../../client/src/generated.ts';
import { TaskStore } from './task-store.ts';

const task = (id: string, revision: number, progress = 0) =>
  ({ id, revision, progress, name: id, status: 'processing' }) as Task;
const event = (id: string, revision: number, progress = 0) => ({ id, revision, progress }) as TaskEvent;

test('an older state never replaces a newer one, wherever it comes from', () => {
  const store = new TaskStore();
  store.seed([task('a', 3, 30)]);
  store.hear(event('a', 2, 20));
  assert.equal(store.get('a')?.progress, 30);
  store.hear(event('a', 5, 50));
  store.seed([task('a', 4, 40)]);
  assert.deepEqual([store.get('a')?.progress, store.get('a')?.name], [50, 'a']);
});

test('an event that overtakes the answer of a task that was unknown is kept', () => {
  const store = new TaskStore();
  store.hear(event('a', 5, 50));
  store.seed([task('a', 4, 40)]);
  assert.deepEqual([store.get('a')?.revision, store.get('a')?.progress, store.get('a')?.name], [5, 50, 'a']);
  store.seed([task('a', 6, 60)]);
  assert.equal(store.get('a')?.progress, 60);
});

test('many events are told once, and only to who watches the task', async () => {
  const store = new TaskStore();
  store.seed([task('a', 0), task('b', 0)]);
  await sleep(150);
  let a = 0;
  let b = 0;
  store.subscribe('a', () => a++);
  const leave = store.subscribe('b', () => b++);
  for (let revision = 1; revision <= 500; revision++) store.hear(event('a', revision));
  assert.equal(a, 0);
  await sleep(150);
  assert.deepEqual([a, b], [1, 0]);
  const before = store.get('b');
  leave();
  store.hear(event('b', 1));
  await sleep(150);
  assert.equal(b, 0);
  assert.notEqual(store.get('b'), before);
});

test('what was heard of a task is its newest event, also while a list contains the task', () => {
  const store = new TaskStore();
  store.hear(event('new', 1));
  store.seed([task('new', 1)]);
  const heard = () => [...store.heard()].map(({ event: { id, revision } }) => `${id} ${revision}`);
  assert.deepEqual(heard(), ['new 1']);
  store.hear(event('new', 3));
  store.hear(event('new', 2));
  assert.deepEqual(heard(), ['new 3']);
});

test('an hour of events does not make it grow', () => {
  const store = new TaskStore();
  for (let at = 0; at < 20_000; at++) store.hear(event(`task ${at}`, 1));
  for (let at = 0; at < 20_000; at++) store.seed([task(`task ${at}`, 1)]);
  assert.ok(store.size <= 10_000, String(store.size));
});
