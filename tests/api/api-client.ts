import assert from 'node:assert/strict';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue } from '../../src/errors.ts';

export interface Sent {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  /** Sent as it is. */
  raw?: string | Buffer;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
  body: any;
}

export interface ApiClient {
  token: string;
  /** The path is sent letter by letter, unlike `fetch`, which mends paths. Every answer is checked against the contract. */
  send(method: string, path: string, sent?: Sent): Promise<Received>;
  /** The same, and the `data` of a good answer; throws for any other. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
  data(method: string, path: string, json?: unknown): Promise<any>;
  /** The same, asserting a catalogued fault. */
  fault(method: string, path: string, sent: Sent, type: keyof typeof catalogue): Promise<Received>;
}

const agent = new Agent({ keepAlive: true });

/** `nextUrl` names the server of each call: with several web processes, they take turns. */
export function apiClient(
  nextUrl: () => string,
  token: string,
  check: (method: string, path: string, answer: Received) => void,
): ApiClient {
  const client: ApiClient = {
    token,
    async send(method, path, sent = {}) {
      const answer = await exchange(nextUrl(), method, path, withBody(client.token, sent));
      check(method, path, answer);
      return answer;
    },
    async data(method, path, json) {
      const { status, body, text } = await patiently(() =>
        client.send(method, path, json === undefined ? {} : { json }),
      );
      assert.ok(status === 200 || status === 201, `${method} ${path}: ${status} ${text}`);
      return body.data;
    },
    async fault(method, path, sent, type) {
      const send = () => client.send(method, path, sent);
      const answer = await (type === 'overloaded' ? send() : patiently(send));
      assert.equal(answer.body?.error?.type, type, `${method} ${path}: ${answer.status} ${answer.text}`);
      assert.equal(answer.status, catalogue[type].status);
      return answer;
    },
  };
  return client;
}

/** On a machine with other work the server sheds calls before it has done anything for them, and says when to try again. */
export async function patiently(send: () => Promise<Received>): Promise<Received> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send();
    if (answer.body?.error?.type !== 'overloaded' || tries === 10) return answer;
    await sleep(Number(answer.headers['retry-after']) * 1_000);
  }
}

function withBody(token: string, { headers = {}, json, form, raw }: Sent) {
  const all: Record<string, string> = { ...(token && { authorization: `Bearer ${token}` }) };
  if (json !== undefined) all['content-type'] = 'application/json';
  if (form !== undefined) all['content-type'] = 'application/x-www-form-urlencoded';
  const body = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : raw;
  return { headers: { ...all, ...headers }, body };
}

function exchange(
  url: string,
  method: string,
  path: string,
  { headers, body }: { headers: Record<string, string>; body: string | Buffer | undefined },
): Promise<Received> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request = httpRequest(
    { agent, hostname, port, method, path, headers: { ...length, ...headers }, timeout: 30_000 },
    async (response) => {
      try {
        const bytes = Buffer.concat(await response.toArray());
        const text = bytes.toString();
        const isJson = response.headers['content-type']?.includes('json') && text !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text,
          body: isJson ? JSON.parse(text) : null,
        });
      } catch (error) {
        reject(error);
      }
    },
  );
  // A server that refuses a body may close while it is still being sent; the answer counts, if there was one.
  request.on('error', (error) => setImmediate(reject, error));
  request.on('timeout', () => request.destroy(new Error('no answer within 30 s')));
  request.end(body);
  return promise;
}
