import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { EventBus, TaskState } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';

export interface OpenBuses {
  /** Two processes' ends of one bus; the same one twice where there is only one process. */
  here: EventBus;
  there: EventBus;
  close(): Promise<void>;
}

export function taskState(id: string, revision = 1): TaskState {
  return {
    id,
    type: 'wait',
    name: 'Übung 图片',
    owner_id: 'ann',
    shared: false,
    pictured: false,
    status: 'processing',
    progress: 50,
    total_items: 2,
    completed_items: 1,
    failed_items: 0,
    cancelled_items: 0,
    in_flight: 1,
    runs_alone: false,
    revision,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    deleted: false,
  };
}

/** Resolves when messages sent from one end arrive at the other: a subscription takes effect a moment after it is made. */
export async function untilConnected(from: EventBus, to: EventBus): Promise<void> {
  const marker = `connected-${Math.random()}`;
  let arrived = false;
  const end = to.subscribe('cancel', ({ task_id }) => {
    arrived ||= task_id === marker;
  });
  await waitFor(() => {
    from.publish('cancel', { task_id: marker, revision: 1 });
    return arrived;
  });
  end();
}

/** What every event bus must do. */
export function eventsContract(name: string, open: () => Promise<OpenBuses>): void {
  describe(`event bus: ${name}`, () => {
    let buses: OpenBuses;

    beforeEach(async () => {
      buses = await open();
    });

    afterEach(() => buses.close());

    test('a message arrives whole, at every listener of its topic and no other', async () => {
      const { here, there } = buses;
      const first: TaskState[] = [];
      const second: TaskState[] = [];
      const cancels: string[] = [];
      there.subscribe('task', (message) => first.push(message));
      there.subscribe('task', (message) => second.push(message));
      there.subscribe('cancel', ({ task_id }) => cancels.push(task_id));
      await untilConnected(here, there);
      cancels.length = 0;
      here.publish('task', taskState('t1'));
      await waitFor(() => first.length > 0 && second.length > 0);
      assert.deepEqual(first, [taskState('t1')]);
      assert.deepEqual(second, [taskState('t1')]);
      here.publish('cancel', { task_id: 't1', revision: 1 });
      await waitFor(() => cancels.includes('t1'));
      assert.equal(first.length, 1);
    });

    test('the publisher hears itself', async () => {
      await untilConnected(buses.here, buses.here);
    });

    test('thousands of messages arrive in order', async () => {
      const { here, there } = buses;
      const seen: number[] = [];
      there.subscribe('task', ({ revision }) => seen.push(revision));
      await untilConnected(here, there);
      for (let i = 0; i < 2_000; i++) here.publish('task', taskState('t1', i));
      await waitFor(() => seen.length === 2_000);
      assert.deepEqual(
        seen,
        Array.from({ length: 2_000 }, (_, i) => i),
      );
    });

    test('what the publisher changes afterwards does not travel', async () => {
      const { here, there } = buses;
      const seen: TaskState[] = [];
      there.subscribe('task', (message) => seen.push(message));
      await untilConnected(here, there);
      const state = taskState('t1');
      here.publish('task', state);
      state.name = 'changed';
      await waitFor(() => seen.length === 1);
      assert.equal(seen[0]?.name, 'Übung 图片');
    });

    test('an ended subscription hears nothing, the others go on', async () => {
      const { here, there } = buses;
      const ended: string[] = [];
      const going: string[] = [];
      const listener = ({ id }: TaskState) => ended.push(id);
      const end = there.subscribe('task', listener);
      const end_again = there.subscribe('task', listener);
      there.subscribe('task', ({ id }) => going.push(id));
      await untilConnected(here, there);
      here.publish('task', taskState('t1'));
      await waitFor(() => going.length === 1);
      assert.deepEqual(ended, ['t1', 't1']);
      end();
      end();
      end_again();
      here.publish('task', taskState('t2'));
      await waitFor(() => going.length === 2);
      assert.deepEqual(ended, ['t1', 't1']);
    });

    test('a subscription made after the last one of its topic ended works', async () => {
      const { here, there } = buses;
      there.subscribe('task', () => {})();
      const seen: string[] = [];
      there.subscribe('task', ({ id }) => seen.push(id));
      await waitFor(() => {
        here.publish('task', taskState('t1'));
        return seen.length > 0;
      });
    });

    test('a listener that throws stops no other', async () => {
      const { here, there } = buses;
      const seen: string[] = [];
      there.subscribe('task', () => {
        throw new Error('a broken listener');
      });
      there.subscribe('task', ({ id }) => seen.push(id));
      await untilConnected(here, there);
      here.publish('task', taskState('t1'));
      here.publish('task', taskState('t2'));
      await waitFor(() => seen.length === 2);
    });

    test('publishing on a closed bus does nothing', async () => {
      await buses.here.close();
      await buses.here.close();
      buses.here.publish('cancel', { task_id: 't1', revision: 1 });
    });
  });
}
