/** What others write to the channels of events, and how much of it is read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { taskState } from './events-contract.ts';
import { OpenedRedis } from './opened-redis.ts';

if (requireService('redis')) {
  const redis = await OpenedRedis.start();
  const { admin } = redis;
  const open = () => redis.open();

  const publish = (topic: string, text: string) =>
    admin.publish(`${redis.db_name}:db0:events:${topic}`, text);

  test('a message that is too long is not read, and is a line in a minute', async () => {
    const { events } = await open();
    const heard: string[] = [];
    events.subscribe('type_pause', ({ type }) => heard.push(type));
    events.subscribe('task', ({ id }) => heard.push(id));
    await events.ping?.();
    const nulls = `[${'null,'.repeat(1_000_000)}null]`;
    const states = JSON.stringify(Array(4_000).fill(taskState('a')));
    redis.lines.length = 0;
    for (const text of [nulls, states])
      for (const topic of ['type_pause', 'task']) {
        await publish(topic, text);
        await events.ping?.();
      }
    await publish('type_pause', JSON.stringify([{ type: 'last', paused: true }]));
    await waitFor(() => heard.includes('last'));
    assert.deepEqual(heard, ['last']);
    assert.equal(redis.lines.filter((line) => line.includes('longer than 1 MiB')).length, 1);
  });

  test('many valid messages at once are delivered in order, in turns of the event loop', async () => {
    const { events } = await open();
    let count = 0;
    let next = 0;
    let turns = 0;
    events.subscribe('task', ({ revision }) => {
      assert.equal(revision, next++);
      count += 1;
      for (const end = performance.now() + 0.2; performance.now() < end; );
    });
    await events.ping?.();
    const states = Array.from({ length: 1_000 }, (_, revision) => ({ ...taskState('a'), revision }));
    const counting = setInterval(() => {
      if (count > 0 && count < 1_000) turns += 1;
    }, 1);
    await publish('task', JSON.stringify(states));
    await waitFor(() => count === 1_000);
    clearInterval(counting);
    // 200 ms of work.
    assert.ok(turns >= 10, String(turns));
  });

  test('numbers without an end, parts of a count and counts below 0 are no messages', async () => {
    const { events } = await open();
    const heard: unknown[] = [];
    events.subscribe('task', ({ id }) => heard.push(id));
    events.subscribe('cancel', ({ task_id }) => heard.push(task_id));
    await events.ping?.();
    const good = JSON.stringify({ ...taskState('a'), revision: 7, progress: 12.5 });
    const bad = ['1e999', '-1e999', '1.5', '-1', '9007199254740993', '"7"', 'null', 'true'];
    for (const number of bad)
      await publish('task', `[${good.replace('"revision":7', `"revision":${number}`)}]`);
    for (const number of ['1e999', '"1"', 'null'])
      await publish('task', `[${good.replace('"progress":12.5', `"progress":${number}`)}]`);
    for (const number of bad) {
      await publish('cancel', `[{"task_id":"x","revision":${number}}]`);
      await publish('cancel', `[{"task_id":"x","revision":1,"items":[{"index":${number},"attempt":1}]}]`);
    }
    await publish('task', `[${good}]`);
    await waitFor(() => heard.length > 0);
    assert.deepEqual(heard, ['a']);
  });

  test('what is sent at once is cut into messages that are read', async () => {
    const { events } = await open();
    const { events: other } = await open();
    const heard: number[] = [];
    other.subscribe('task', ({ revision }) => heard.push(revision));
    await other.ping?.();
    const lengths: number[] = [];
    const listener = admin.duplicate();
    await listener.subscribe(`${redis.db_name}:db0:events:task`);
    listener.on('message', (_, text) => lengths.push(text.length));
    for (let revision = 0; revision < 900; revision += 1)
      events.publish('task', { ...taskState('a'), name: '图'.repeat(5_000), revision });
    await waitFor(() => heard.length === 900);
    assert.deepEqual(
      heard,
      heard.toSorted((a, b) => a - b),
    );
    assert.ok(Math.max(...lengths) < 300_000, String(Math.max(...lengths)));
    listener.disconnect();
  });
}
