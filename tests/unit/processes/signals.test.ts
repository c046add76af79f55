import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenForStop, STOP_SIGNALS } from '../../../src/processes/signals.ts';

for (const signal of STOP_SIGNALS) {
  const forces = signal !== 'SIGHUP';
  test(`${signal} requests an orderly stop, and one a second later ${forces ? 'forces' : 'does not force'} it`, async (t) => {
    let now = performance.now();
    t.mock.method(performance, 'now', () => now);
    // The files of a process share its signals, so nothing is emitted.
    const others = process.listeners(signal);
    let forced = 0;
    const signals = listenForStop(() => (forced += 1));
    try {
      const added = process.listeners(signal).filter((one) => !others.includes(one));
      const send = () => added.forEach((one) => void (one as (signal: NodeJS.Signals) => void)(signal));
      send();
      assert.equal(await signals.asked, signal);
      send();
      assert.equal(forced, 0);
      now += 1_001;
      send();
      assert.equal(forced, forces ? 1 : 0);
    } finally {
      signals.dispose();
    }
    assert.deepEqual(process.listeners(signal), others);
  });
}
