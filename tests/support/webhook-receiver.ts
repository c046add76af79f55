/** A webhook receiver on loopback that keeps the messages it receives and answers as the test says. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the message holds
  body: any;
}

export interface WebhookReceiver {
  url: string;
  received: Received[];
  /** Default: 204. */
  answer: (response: ServerResponse, received: Received) => void;
  /** Throws unless the library of Standard Webhooks accepts the signature. */
  verify(secret: string, one: Received): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const one: Received = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
    receiver.received.push(one);
    receiver.answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    answer: (response) => response.writeHead(204).end(),
    verify(secret, { text, headers }) {
      new Webhook(secret).verify(text, headers as Record<string, string>);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
