/** Follows an event stream, byte by byte as it comes. */
import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';

export interface Follower {
  response: IncomingMessage;
  text: string;
  ended: boolean;
  events(): { event: string; id: string; data: Record<string, unknown> }[];
  close(): void;
}

export async function follow(url: string, token: string, path: string): Promise<Follower> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { authorization: `Bearer ${token}` };
  const request = get(`${url}${path}`, { headers, agent: false }, resolve).on('error', reject);
  const response = await promise;
  assert.equal(response.statusCode, 200);
  const follower: Follower = {
    response,
    text: '',
    ended: false,
    events: () =>
      follower.text
        .split('\n\n')
        .slice(0, -1)
        .filter((block) => !block.startsWith(':'))
        .map((block) => {
          const lines = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
          return { event: lines.event, id: lines.id, data: JSON.parse(lines.data) };
        }),
    close: () => request.destroy(),
  };
  response.setEncoding('utf8').on('data', (chunk) => {
    follower.text += chunk;
  });
  response
    .on('error', () => {})
    .on('close', () => {
      follower.ended = true;
    });
  return follower;
}
