/** Events as another tab of the browser hands them on: the page takes the way of a tab that does not hold the stream. */
import type { Page } from 'playwright-core';

export interface Simulated {
  /** Tasks that change in turn. */
  ids: string[];
  count: number;
  /** So many at once, */
  at_once: number;
  /** and then milliseconds of rest. */
  rest_ms: number;
}

/** Resolves once the page has been handed all of them. */
export async function simulateEvents(page: Page, { ids, count, at_once, rest_ms }: Simulated): Promise<void> {
  const start = `
    const ids = ${JSON.stringify(ids)};
    const channel = new BroadcastChannel('events');
    window.simulated = (window.simulated ?? 1000);
    const updated_at = new Date().toISOString();
    const event = (at) => ({
      id: ids[at % ids.length], type: 'wait', name: 'Changed ' + at, status: 'processing', progress: at % 100, total_items: 10,
      completed_items: at % 10, failed_items: 0, cancelled_items: 0, in_flight: 1, revision: ++window.simulated, updated_at,
    });
  `;
  await page.evaluate(`(async () => {
    ${start}
    for (let at = 0; at < ${count}; at += ${at_once}) {
      channel.postMessage({ kind: 'events', events: Array.from({ length: ${at_once} }, (_, n) => event(at + n)) });
      await new Promise((resolve) => setTimeout(resolve, ${rest_ms}));
    }
    channel.close();
  })()`);
}

/** Bytes in use on the page's heap, after what is not needed is gone. */
export async function heapOf(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize;
}
