/** Stands between client and server like a proxy: passes everything on, and can fail in the ways that networks do. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Failure = (from: IncomingMessage, to: ServerResponse, pass: () => Promise<void>) => unknown;

export interface Relay {
  url: string;
  /** Method and path of all that came through. */
  seen: string[];
  headers: IncomingMessage['headers'][];
  /** What happens to the next requests in place of passing them on, one each. */
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
            // What the client has given up is given up behind the relay too.
            to.on('close', () => answer.destroy());
          } else answer.resume();
          answer.on('end', resolve);
        });
        onward.on('error', reject);
        from.pipe(onward);
      });
    const failure = failures.shift();
    if (failure) failure(from, to, () => pass(false));
    else pass().catch(() => to.destroy()); // the server is away: so is the answer
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

/** Answers with a status, as this server or a proxy would when it is too busy. */
export const refuse =
  (status: number, retry_after?: string): Failure =>
  (from, to) => {
    from.resume();
    to.writeHead(status, { ...(retry_after && { 'retry-after': retry_after }), 'content-type': 'text/html' });
    to.end('<h1>busy</h1>');
  };

/** The server does what was asked; its answer is lost. */
export const loseAnswer: Failure = (_from, to, pass) => void pass().then(() => to.destroy());
