import assert from 'node:assert/strict';
import { it } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { aWorker, nextId, type OpenedDatabase } from './samples.ts';

export function workersContract(opened: () => OpenedDatabase): void {
  const workers = () => opened().database.workers;
  const listed = async (id: string) => (await workers().list()).find((worker) => worker.id === id);

  it('keeps what was registered, whole, and leases it by the clock of the database', async () => {
    const worker = aWorker({ host: '$host' });
    await workers().register(worker, 60_000);
    assert.ok((await workers().alive()).includes(worker.id));
    const { lease_until, ...kept } = (await listed(worker.id)) ?? { lease_until: '' };
    assert.deepEqual({ ...kept }, worker);
    const left = Date.parse(lease_until) - Date.now();
    assert.ok(left > 50_000 && left < 70_000, `${left} ms left`);
    assert.deepEqual(await workers().renew(worker.id, 60_000), { draining: false });
    await workers().remove(worker.id);
    assert.equal(await workers().renew(worker.id, 60_000), null);
    assert.ok(!(await workers().alive()).includes(worker.id));
  });

  it('counts what a worker runs, and tells it to drain', async () => {
    const worker = aWorker();
    await workers().register(worker, 60_000);
    assert.deepEqual(await workers().renew(worker.id, 60_000, 3), { draining: false });
    assert.equal((await listed(worker.id))?.running, 3);
    assert.equal(await workers().drain(worker.id), true);
    assert.equal(await workers().drain(nextId()), false);
    assert.deepEqual(await workers().renew(worker.id, 60_000), { draining: true });
    const now = await listed(worker.id);
    assert.deepEqual([now?.running, now?.draining], [3, true]);
  });

  it('renews a lapsed lease until the record is purged for it; then the worker must register anew', async () => {
    const worker = aWorker();
    await workers().register(worker, 1);
    await waitFor(async () => !(await workers().alive()).includes(worker.id));
    assert.ok(await workers().renew(worker.id, 60_000));
    assert.ok((await workers().alive()).includes(worker.id));
    assert.ok(await listed(worker.id));
    await workers().purge(60_000);
    assert.ok(await listed(worker.id));
    await workers().register({ ...worker, places: 2 }, 60_000);
    assert.ok((await workers().alive()).includes(worker.id));
    await workers().purge(0);
    assert.equal((await listed(worker.id))?.places, 2);
    await workers().register(worker, 1);
    await waitFor(async () => {
      await workers().purge(0);
      return !(await listed(worker.id));
    });
    assert.equal(await workers().renew(worker.id, 60_000), null);
  });
}
