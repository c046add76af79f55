/** The load of a soak: tasks, sign-ins, event streams, a schedule and a webhook, at an even pace. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { taskStates } from '../../tests/support/event-stream.ts';
import { type Client, signIn } from '../support/client.ts';

const KEPT_TASKS = 400;
const STREAMS = 5;
const PERSON = { email: 'soak@example.com', password: 'a password of the soak', fullname: 'Soak' };

export class UsersAtWork {
  readonly done = {
    tasks: 0,
    cancelled: 0,
    deleted: 0,
    sign_ins: 0,
    streams: 0,
    webhooks: 0,
    busy: 0,
    failures: 0,
  };
  readonly #url: string;
  readonly #stop = new AbortController();
  readonly #jobs: Promise<void>[] = [];
  readonly #tasks: string[] = [];
  #receiver: Server | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async start(): Promise<void> {
    const admin = await signIn(this.#url);
    await admin.ok('POST', '/users/', PERSON);
    const person = await signIn(this.#url, PERSON.email, PERSON.password);
    // Later sign-ins end the oldest sessions of the account, but not its API key.
    person.token = (await person.ok('POST', '/api-keys', { name: 'soak' })).key;
    await this.#hear(person);
    const task = { type: 'noop', params: { count: 2 } };
    await person.ok('POST', '/schedules', { name: 'soak', cron: '*/5 * * * * *', task });
    this.#every(250, () => this.#createTask(person));
    this.#every(1_000, () => this.#signInAndOut());
    this.#every(2_000, () => this.#watchBriefly(person));
    for (let at = 0; at < STREAMS; at += 1) this.#jobs.push(this.#watch(person));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#jobs);
    this.#receiver?.closeAllConnections();
    this.#receiver?.close();
  }

  /** One answer in ten is a failure, so that deliveries are repeated. */
  async #hear(person: Client): Promise<void> {
    this.#receiver = createServer((request, response) => {
      this.done.webhooks += 1;
      request.resume().on('end', () => response.writeHead(this.done.webhooks % 10 === 0 ? 500 : 204).end());
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.#receiver?.once('listening', resolve));
    const { port } = this.#receiver.address() as AddressInfo;
    await person.ok('POST', '/webhooks', { url: `http://127.0.0.1:${port}/`, events: ['task.completed'] });
  }

  /** Every 80th task is large and is cancelled while it runs; the oldest tasks are deleted. */
  async #createTask(person: Client): Promise<void> {
    const large = this.done.tasks % 80 === 79;
    const { id } = await person.ok('POST', '/tasks/', {
      type: 'noop',
      params: { count: large ? 100_000 : 2 },
    });
    this.done.tasks += 1;
    this.#tasks.push(id);
    if (large) {
      await person.ok('POST', `/tasks/${id}/cancel`);
      this.done.cancelled += 1;
    }
    if (this.#tasks.length <= KEPT_TASKS) return;
    await person.ok('DELETE', `/tasks/${this.#tasks.shift()}`);
    this.done.deleted += 1;
  }

  async #signInAndOut(): Promise<void> {
    const body = { email: PERSON.email, password: PERSON.password };
    const { refresh_token } = await (await signIn(this.#url, body.email, body.password)).ok(
      'POST',
      '/auth/login',
      body,
    );
    this.done.sign_ins += 2;
    if (this.done.sign_ins % 4 !== 0) return;
    await fetch(`${this.#url}/api/v1/auth/logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token }),
    });
  }

  async #watchBriefly(person: Client): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(1_500)]);
    await this.#watchUntil(person, signal);
    this.done.streams += 1;
  }

  async #watch(person: Client): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#watchUntil(person, AbortSignal.any([this.#stop.signal, AbortSignal.timeout(180_000)]));
    }
  }

  async #watchUntil(person: Client, signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of taskStates(this.#url, person.token, '/tasks/events', signal));
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  #every(pause_ms: number, job: () => Promise<void>): void {
    this.#jobs.push(
      (async () => {
        while (!this.#stop.signal.aborted) {
          await job().catch((error: unknown) => this.#failed(error));
          await sleep(pause_ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        }
      })(),
    );
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    // The garbage collections of the samples can block the event loop so long that the server refuses calls for a moment.
    if (String(error).includes(' 503')) {
      this.done.busy += 1;
      return;
    }
    this.done.failures += 1;
    console.error(`  ${error}`);
  }
}
