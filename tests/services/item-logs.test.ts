import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemActor } from '../../src/services/actor.ts';
import { isFinal } from '../../src/services/engine/task-states.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker(4);
});
after(() => own.stop());

const start = async (type: string, does: string, shared = false) =>
  (await own.services.tasks.create(own.actor, { type, params: { does }, shared })).task.id;

const ended = (id: string) =>
  waitFor(async () => isFinal((await own.services.tasks.get(own.actor, id)).status));

const linesOf = async (id: string) =>
  (await own.services.items.logs(own.actor, id, 0, { page_size: 100 })).items;

for (const type of ['talker', 'inline-talker']) {
  test(`${type}: any value is logged, kept with the item, and fails nothing`, async () => {
    const id = await start(type, 'log anything');
    await ended(id);
    assert.equal((await own.services.tasks.get(own.actor, id)).status, 'completed');
    const lines = await waitFor(async () => {
      const found = await linesOf(id);
      return found.length > 0 && found;
    });
    assert.ok(lines);
    const cause = lines[2]?.fields?.cause as Record<string, string> | undefined;
    assert.deepEqual([cause?.type, cause?.message, cause?.cause], ['TypeError', 'no', 'because']);
    assert.deepEqual(
      lines.map(({ level, message, fields, attempt }) => [
        level,
        message,
        attempt,
        level === 'warn' || fields,
      ]),
      [
        ['info', 'circular', 1, { n: '1', level: 'x', task_id: 'mine', self: '[circular]' }],
        ['info', '{"not":"a text"}', 1, { value: 7 }],
        ['warn', 'half \ufffd', 1, true],
        ['error', 'bare', 1, null],
        ['info', 'Symbol(s)', 1, { value: '[function ]' }],
      ],
    );
  });

  test(`${type}: of very many lines the item keeps some, and says that others were left out`, async () => {
    const id = await start(type, 'log a lot');
    await ended(id);
    const lines = await waitFor(async () => {
      const { items, total } = await own.services.items.logs(own.actor, id, 0, { page: 2, page_size: 100 });
      return total > 100 && items;
    });
    assert.ok(lines);
    assert.match(lines.map(({ message }) => message).join('\n'), /\d+ lines were left out here/);
  });

  test(`${type}: an error before very many lines stays`, async () => {
    const id = await start(type, 'log the reason first');
    await ended(id);
    const lines = await waitFor(async () => {
      const found = await linesOf(id);
      return found.length > 0 && found;
    });
    assert.ok(lines);
    assert.equal(lines[0]?.message, 'REASON');
  });

  test(`${type}: lines and notes are there while the item runs`, async () => {
    const id = await start(type, 'log and wait');
    const [line] = (await waitFor(async () => {
      const found = await linesOf(id);
      return found.length > 0 && found;
    })) as Awaited<ReturnType<typeof linesOf>>;
    assert.equal(line?.message, 'waiting');
    await waitFor(async () => (await own.services.items.get(own.actor, id, 0)).note === 'a quarter');
    assert.equal((await own.services.items.get(own.actor, id, 0)).progress, 25);
    await own.services.tasks.cancel(own.actor, id);
    await ended(id);
    assert.equal((await own.services.items.get(own.actor, id, 0)).note, 'a quarter');
  });

  test(`${type}: a million reports beyond 1 stall nobody`, async () => {
    const id = await start(type, 'report out of range');
    await ended(id);
    assert.equal((await own.services.items.get(own.actor, id, 0)).note, 'on and on');
  });

  test(`${type}: stack and cause of a failure are shown to the owner, and not to all who see a shared task`, async () => {
    const id = await start(type, 'fail with a cause', true);
    await ended(id);
    const { error, note } = await own.services.items.get(own.actor, id, 0);
    assert.deepEqual(
      [error?.type, error?.message, error?.cause?.message, note],
      ['RangeError', 'out', 'why', 'half way'],
    );
    assert.match(error?.stack ?? '', /talker\.ts/);
    assert.deepEqual((await own.services.tasks.get(own.actor, id)).error, {
      type: 'RangeError',
      message: 'out',
    });
    const other = actorOf(
      await own.services.users.create(systemActor, {
        email: `${type}@example.com`,
        password: 'long enough for anybody',
        fullname: 'Other',
        roles: ['user'],
      }),
    );
    const seen = await own.services.items.get(other, id, 0);
    assert.deepEqual(seen.error, { type: 'RangeError', message: 'out' });
  });
}

const SUDDEN: [does: string, last: string[]][] = [
  ['log and exit', ['first', 'second', 'REASON', 'last']],
  ['log a lot and fail unhandled', ['REASON 18', 'REASON 19']],
];
for (const [does, last] of SUDDEN) {
  test(`${does}: the lines just before the sudden end are kept`, async () => {
    const id = await start('talker', does);
    await ended(id);
    const query = { page_size: 100 };
    const lines = await waitFor(async () => {
      const { items, total } = await own.services.items.logs(own.actor, id, 0, query);
      if (total <= 100) return total > 0 && items;
      const more = await own.services.items.logs(own.actor, id, 0, { ...query, page: 2 });
      return more.items;
    });
    assert.ok(lines);
    assert.deepEqual(
      lines.slice(-last.length).map(({ message }) => message),
      last,
    );
  });
}
