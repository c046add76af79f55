/** One server-sent event. Comments are reported as `null`, because they show that the connection is alive. */
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

/** Yields the lines of a stream. They end with CR, LF or CRLF; a chunk may end anywhere. An incomplete last line is dropped. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A CR at the end of a chunk may be the first half of a CRLF, so it is kept for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() as string;
      yield* lines;
    }
  } finally {
    // Closes the connection when the caller stops reading. `cancel` rejects if the connection is already broken.
    await reader.cancel().catch(() => null);
  }
}
