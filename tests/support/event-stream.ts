/** Reads server-sent events like a client. */
import { RECOVERY_MS } from './task-checks.ts';

export interface StreamedState {
  id: string;
  status: string;
  progress: number;
  revision: number;
  [field: string]: unknown;
}

/** Yields the states of one task, or of all visible ones (`path` = `/tasks/events`), until the server or the signal ends it. */
export async function* taskStates(
  url: string,
  token: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<StreamedState> {
  const response = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal,
  });
  if (!response.ok || !response.body) throw new Error(`the event stream answered ${response.status}`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = message.split('\n').filter((line) => line.startsWith('data:'));
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5)).join('\n')) as StreamedState;
    }
  }
}

/** Returns the states of a task up to and including the first that fits. */
export async function watchTask(
  url: string,
  token: string,
  id: string,
  fits: (state: StreamedState) => boolean,
  timeout_ms = RECOVERY_MS,
): Promise<StreamedState[]> {
  const seen: StreamedState[] = [];
  for await (const state of taskStates(url, token, `/tasks/${id}/events`, AbortSignal.timeout(timeout_ms))) {
    seen.push(state);
    if (fits(state)) return seen;
  }
  throw new Error(`the stream ended early, after ${JSON.stringify(seen.at(-1))}`);
}
