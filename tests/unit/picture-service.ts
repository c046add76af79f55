/** A service of pictures that answers as a test says, and remembers what it was asked. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { openAiProvider } from '../../src/task-types/image/providers/openai-provider.ts';
import type { ImageProviderError, PictureRequest } from '../../src/task-types/image/providers/provider.ts';

export const API_KEY = 'sk-test-0123456789';
export const LIMITS = { tries: 3, timeout: 20_000, backoff: 1, longestPause: 50 };
export const WANTED: PictureRequest = {
  prompt: 'a red fox',
  seed: 1,
  style: 'auto',
  width: 320,
  height: 180,
  format: 'webp',
};

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Received {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
export const raw =
  (status: number, body: string | Buffer, type = 'text/plain'): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

interface Asked {
  signal?: AbortSignal;
  request?: Partial<PictureRequest>;
  base?: string;
  timeout?: number;
  model?: string;
}

export class PictureService {
  origin = '';
  picture = Buffer.alloc(0);
  /** What it does with one request after the other; the last entry answers all that follow. */
  script: Answer[] = [];
  received: Received[] = [];
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const { method, url } = request;
    const { authorization } = request.headers;
    this.received.push({ method, url, authorization, body: text ? JSON.parse(text) : null });
    (this.script.length > 1 ? this.script.shift() : this.script[0])?.(request, response);
  });

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.picture = await sharp({ create: { width: 1024, height: 1024, channels: 3, background: '#c0392b' } })
      .png()
      .toBuffer();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  readonly good: Answer = (request, response) =>
    json(200, { created: 1, data: [{ b64_json: this.picture.toString('base64') }] })(request, response);

  ask(options: Asked = {}) {
    const provider = openAiProvider(
      {
        baseUrl: options.base ?? `${this.origin}/v1`,
        apiKey: API_KEY,
        model: options.model ?? 'gpt-image-1',
      },
      { ...LIMITS, timeout: options.timeout ?? LIMITS.timeout },
    );
    return provider(
      { ...WANTED, ...options.request },
      {
        signal: options.signal ?? new AbortController().signal,
        isCancelled: () => false,
        progress: () => {},
      },
    );
  }

  /** The error of a request that must fail, checked to hold no key. */
  async failure(options: Asked = {}) {
    const error = (await this.ask(options).then(
      () => assert.fail('it should have failed'),
      (thrown: unknown) => thrown,
    )) as ImageProviderError;
    const shown = `${error.stack}${JSON.stringify(error)}${(error.cause as Error | undefined)?.stack}`;
    assert.equal(shown.includes(API_KEY), false);
    return { name: error.name, message: error.message, final: error.final };
  }
}
