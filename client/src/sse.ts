/** One server-sent event. Comments are reported too, as `null`: they show that the connection lives. */
export interface ServerSentEvent {
  event: string;
  data: string;
}

/** Reads an event stream: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
export async function* parseEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent | null, void, void> {
  const fields = { event: '', data: [] as string[] };
  for await (const line of linesOf(body)) {
    if (line === '') {
      if (fields.data.length > 0) yield { event: fields.event || 'message', data: fields.data.join('\n') };
      fields.event = '';
      fields.data = [];
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) yield null;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') fields.event = value;
    if (name === 'data') fields.data.push(value);
  }
}

/** Lines end with CR, LF or both, and may be cut anywhere. A line that the end of the stream cuts off is dropped. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A CR at the end may be half of a CRLF: it waits for what follows.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() as string;
      yield* lines;
    }
  } finally {
    // Closes the connection when the reader of the events has seen enough. One that is broken already has nothing to close.
    await reader.cancel().catch(() => null);
  }
}
