import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LoadMonitor, type MemoryUse } from '../../../src/runtime/load-monitor.ts';
import { openFilesLimit } from '../../../src/runtime/open-files.ts';
import { waitFor } from '../../support/wait-for.ts';

const use: MemoryUse = { heap: 10, heap_limit: 100, external: 10 };
const monitor = new LoadMonitor(1_000, () => use);
monitor.start();
after(() => monitor.stop());

test('memory counts as load: the heap near its limit, or heap and buffers near what the machine has', async () => {
  assert.equal(monitor.overloaded, false);
  use.heap = 95;
  await waitFor(() => monitor.overloaded);
  use.heap = 50;
  await waitFor(() => !monitor.overloaded);
  use.external = 800;
  await waitFor(() => monitor.overloaded);
  use.external = 10;
  await waitFor(() => !monitor.overloaded);
});

test('the limit of open files is read from the system where it tells', () => {
  const limits = 'Limit                     Soft Limit           Hard Limit           Units\n';
  assert.equal(
    openFilesLimit(
      () => `${limits}Max open files            1024                 4096                 files\n`,
    ),
    1_024,
  );
  assert.equal(
    openFilesLimit(
      () => `${limits}Max open files            unlimited            unlimited            files\n`,
    ),
    Infinity,
  );
  assert.equal(
    openFilesLimit(() => limits),
    null,
  );
  assert.equal(
    openFilesLimit(() => {
      throw new Error('no /proc');
    }),
    null,
  );
});
