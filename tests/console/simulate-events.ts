/** Events as another tab of the browser hands them on: the page takes the way of a tab that does not hold the stream. */
import type { Browser, Page } from 'playwright-core';

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

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds by the clock, */
  dur?: number;
  /** and of the processor. */
  tdur?: number;
  args: { name?: string };
}

/** Milliseconds of the longest task of the page's main thread during `run`: by the clock, and of the processor, which others cannot stretch. */
export async function longestTask(
  browser: Browser,
  page: Page,
  run: () => Promise<void>,
): Promise<{ clock_ms: number; processor_ms: number }> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await run();
  const trace: { traceEvents: TraceEvent[] } = JSON.parse(String(await browser.stopTracing()));
  const events = trace.traceEvents;
  const mains = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = events.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && mains.includes(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  const most = (of: (event: TraceEvent) => number | undefined) =>
    tasks.reduce((longest, one) => Math.max(longest, of(one) ?? 0), 0) / 1_000;
  return { clock_ms: most(({ dur }) => dur), processor_ms: most(({ tdur }) => tdur) };
}
