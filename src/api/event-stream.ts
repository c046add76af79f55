import type { FastifyReply } from 'fastify';
import type { TaskState } from '../data/contracts/index.ts';
import { Fault } from '../errors.ts';

/** Tasks whose newest state waits for a client that does not read; a client that reads none of them is let go. */
const MOST_WAITING = 1_000;
/** Heartbeats after which a client that has read nothing is let go. */
const MOST_STALLED = 2;

export interface StreamOptions {
  reply: FastifyReply;
  /** Starts the flow of states; rejects before anything is sent when the caller may not see them. */
  watch(send: (state: TaskState) => void, end: () => void): Promise<() => void>;
  /** Throws a `Fault` once the caller's session or right has ended. */
  recheck(): unknown;
  heartbeat_ms: number;
  /** The open streams of the application, which ends them when it closes. */
  streams: Set<EventStream>;
}

export interface EventStream {
  end(): void;
}

/**
 * Sends states as server-sent events until the client leaves, its right ends, or `end`. Each event is a whole state: for a
 * client that reads slowly only the newest of each task is kept, so it never costs more than that and never slows others.
 */
export async function openEventStream(options: StreamOptions): Promise<void> {
  const { reply, recheck, streams } = options;
  const { raw } = reply;
  const waiting = new Map<string, TaskState>();
  let phase: 'opening' | 'open' | 'over' = 'opening';
  let stalled = 0;
  let heartbeat: NodeJS.Timeout | undefined;
  let stopWatching = () => {};

  function send(state: TaskState): void {
    if (phase === 'over') return;
    if (phase === 'open' && !raw.writableNeedDrain) return void raw.write(frameOf(state));
    waiting.set(state.id, state);
    if (waiting.size > MOST_WAITING && phase === 'open') raw.destroy();
  }

  function sendWaiting(): void {
    stalled = 0;
    for (const [id, state] of waiting) {
      if (phase !== 'open' || raw.writableNeedDrain) return;
      waiting.delete(id);
      raw.write(frameOf(state));
    }
  }

  function end(): void {
    if (phase === 'over') return;
    const answered = phase === 'open';
    phase = 'over';
    clearInterval(heartbeat);
    stopWatching();
    waiting.clear();
    if (answered && !raw.writableEnded) raw.end();
    streams.delete(stream);
  }

  async function beat(): Promise<void> {
    try {
      await recheck();
    } catch (error) {
      // What could not be asked just now (a store is away) is asked again at the next heartbeat.
      if (error instanceof Fault) return end();
    }
    if (phase !== 'open') return;
    if (!raw.writableNeedDrain) raw.write(':\n\n');
    else if (++stalled >= MOST_STALLED) raw.destroy();
  }

  const stream: EventStream = { end };
  raw.once('close', end);
  const stop = await options.watch(send, () => end());
  stopWatching = stop;
  if (raw.destroyed || (phase as string) === 'over') {
    stop();
    // The watched task went away while its snapshot was read.
    if (!raw.destroyed) throw new Fault('not_found');
    reply.hijack();
    return;
  }
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    // Proxies that gather answers (nginx) would hold events back.
    'x-accel-buffering': 'no',
  });
  phase = 'open';
  streams.add(stream);
  raw.on('drain', sendWaiting);
  raw.flushHeaders();
  sendWaiting();
  heartbeat = setInterval(() => void beat(), options.heartbeat_ms);
}

// A change goes to every watching client: it is written out once.
const frames = new WeakMap<TaskState, Buffer>();

function frameOf(state: TaskState): Buffer {
  let frame = frames.get(state);
  if (!frame) {
    const data = JSON.stringify({
      id: state.id,
      type: state.type,
      name: state.name,
      status: state.status,
      progress: state.progress,
      total_items: state.total_items,
      completed_items: state.completed_items,
      failed_items: state.failed_items,
      cancelled_items: state.cancelled_items,
      in_flight: state.in_flight,
      revision: state.revision,
      updated_at: state.updated_at,
    });
    frame = Buffer.from(`event: task.updated\nid: ${state.revision}\ndata: ${data}\n\n`);
    frames.set(state, frame);
  }
  return frame;
}
