/** A proxy between client and server that passes everything on and can simulate the failures of a network. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Failure = (from: IncomingMessage, to: ServerResponse, pass: () => Promise<void>) => unknown;

export interface Relay {
  url: string;
  /** Method and path of every request. */
  seen: string[];
  headers: IncomingMessage['headers'][];
  /** What happens to the next requests, one entry for each, instead of passing them on. */
  failures: Failure[];
  /** Ends every open connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function startRelay(target: string): Promise<Relay> {
  const seen: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const failures: Failure[] = [];
  const server = createServer((from, to) => {
    seen.push(`${from.method} ${from.url}`);
    headers.push(from.headers);
    const pass = (keep_answer = true) =>
      new Promise<void>((resolve, reject) => {
        const { method, headers, url } = from;
        const onward = request(`${target}${url}`, { method, headers }, (answer) => {
          if (keep_answer) {
            to.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(to);
            // When the client gives up a request, so does the relay.
            to.on('close', () => answer.destroy());
          } else answer.resume();
          answer.on('end', resolve);
        });
        onward.on('error', reject);
        from.pipe(onward);
      });
    const failure = failures.shift();
    if (failure) failure(from, to, () => pass(false));
    else pass().catch(() => to.destroy()); // without the server there is no answer
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    headers,
    failures,
    cut: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a status, like a server or proxy that is too busy. */
export const refuse =
  (status: number, retry_after?: string): Failure =>
  (from, to) => {
    from.resume();
    to.writeHead(status, { ...(retry_after && { 'retry-after': retry_after }), 'content-type': 'text/html' });
    to.end('<h1>busy</h1>');
  };

/** The server executes the request, but its answer is lost. */
export const loseAnswer: Failure = (_from, to, pass) => void pass().then(() => to.destroy());
