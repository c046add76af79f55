import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { resultOf } from '../../src/services/tasks/task-views.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';
import { endedTask } from './ended-task.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker(2);
});
after(() => own.stop());

const ended = (type: string, does: string) => endedTask(own, type, does);

const failures: Record<string, string> = {
  'throw null': 'Error',
  'throw a trap': 'Unprintable',
  'attach a text': 'TypeError',
  'attach an odd size': 'TypeError',
  'plan nothing': 'PlanFailed',
  'plan null thrown': 'PlanFailed',
  'plan a text for a label': 'PlanFailed',
};

for (const type of ['odd', 'inline-odd']) {
  for (const [does, error] of Object.entries(failures)) {
    test(`${type}: "${does}" is an error of the item and of nothing else`, async () => {
      const task = await ended(type, does);
      assert.deepEqual([task.status, task.error?.type], ['failed', error]);
    });
  }

  test(`${type}: a share that is none is a line for the author, once`, async () => {
    const task = await ended(type, 'report percent');
    assert.equal(task.status, 'completed');
    const items = await waitFor(async () => {
      const lines = (await own.services.items.logs(own.actor, task.id, 0, {})).items;
      assert.ok(lines.length > 0);
      return lines;
    });
    assert.deepEqual(
      items.map(({ level, message }) => [level, message]),
      [
        [
          'warn',
          'ctx.progress takes the share of the item that is done, from 0 to 1; it was called with 37.',
        ],
      ],
    );
  });
}

for (const does of [
  'leave a rejection',
  'leave a rejection for later',
  'leave a throw for later',
  'leave an exit',
  'leave a program for later',
]) {
  test(`odd: after "${does}" the thread takes no other item along`, async () => {
    for (let round = 0; round < 3; round += 1) {
      // Four items at once on two places: the second ones find the threads of the first.
      const first = await Promise.all([ended('odd', does), ended('odd', does)]);
      const second = await Promise.all([ended('odd', 'take a while'), ended('odd', 'take a while')]);
      assert.deepEqual(
        [...first, ...second].map((task) => [task.status, task.error]),
        Array.from({ length: 4 }, () => ['completed', null]),
      );
    }
  });
}

test('odd: a thread that an earlier item left in an endless loop does not keep the next item', async () => {
  assert.equal((await ended('odd', 'leave a loop')).status, 'completed');
  const task = await ended('odd', 'take a while');
  const { attempt } = await own.services.items.get(own.actor, task.id, 0);
  assert.deepEqual([task.status, attempt], ['completed', 1]);
});

test('odd: what is thrown beside the running handler fails its own item, at once', async () => {
  const task = await ended('odd', 'throw beside');
  assert.deepEqual([task.status, task.error], ['failed', { type: 'Error', message: 'thrown beside' }]);
  assert.equal((await ended('odd', 'take a while')).status, 'completed');
});

test('what a handler posts on its own is nobody’s word', async () => {
  assert.equal((await ended('odd', 'post')).result, 'post');
});

for (const does of ['post lines that are none', 'post an answer that is none']) {
  test(`odd: "${does}" fails its own item, and its thread runs no other`, async () => {
    const task = await ended('odd', does);
    assert.deepEqual([task.status, task.error?.type], ['failed', 'UnreadableMessage']);
    assert.equal((await ended('odd', 'post')).result, 'post');
  });
}

for (const does of ['change toJSON', 'change JSON', 'change an array', 'change JSON later']) {
  test(`odd: after "${does}" other items run with the built-ins of JavaScript`, async () => {
    // An item that adds a `toJSON` to all objects has a result of its own making.
    const changed = await ended('odd', does);
    assert.deepEqual([changed.status, changed.result], ['completed', does]);
    for (const type of ['odd', 'talker', 'odd']) {
      const next = await ended(type, 'post');
      assert.deepEqual([next.status, next.error], ['completed', null]);
      if (type === 'odd') assert.equal(next.result, 'post');
    }
  });
}

test('a stored result that is no JSON is shown as none', () => {
  assert.equal(resultOf('{"a":'), null);
  assert.deepEqual(resultOf('{"a":1}'), { a: 1 });
});
