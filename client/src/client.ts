import type { FollowOptions } from './event-stream.ts';
import { Api, type LoginArgs, type TaskDetail, type TaskEvent, type User } from './generated.ts';
import { HttpTransport } from './http-transport.ts';
import { type Grant, Session } from './session.ts';

export interface ClientOptions {
  /** Where the server is, e.g. `https://backend.example.com`. In a browser it may be left out: where the page came from. */
  url?: string;
  /** An API key (`b2_…`), in place of signing in. */
  key?: string;
  /**
   * For pages that the server itself serves: the refresh token stays in a cookie that no script can read, and a reload
   * stays signed in. Without it both tokens live in this object and end with it.
   */
  cookie?: boolean;
  /** Language of messages: `en` or `zh`. Default: what the browser asks for, or English. */
  language?: string;
  /** How often a call is sent again after it failed, where that does no harm. Default 3. */
  retries?: number;
  /** Milliseconds for one answer; files and event streams have no limit. Default 60,000. */
  timeout_ms?: number;
  /** Hears who is signed in: after signing in and out, when the account changes, and when the session has ended. */
  onUser?(user: User | null): void;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

const FINAL = ['completed', 'failed', 'cancelled'];

/** One caller of one server. `api` has every call by its operation id; the rest is what takes more than one. */
export class Client {
  readonly api: Api;
  /** May be changed at any time. */
  language: string | undefined;
  readonly #base: string;
  readonly #cookie: boolean;
  readonly #session: Session;

  constructor(options: ClientOptions = {}) {
    this.#base = (options.url ?? '').replace(/\/+$/, '');
    this.#cookie = options.cookie ?? false;
    this.language = options.language;
    this.#session = new Session({
      ...options,
      // A refresh token that was used a moment ago still gets the same successor: asking again does no harm.
      refresh: (refresh_token) =>
        this.api.refresh(refresh_token ? { refresh_token } : {}, { idempotent: true }),
    });
    this.api = new Api(
      new HttpTransport({
        base: this.#base,
        session: this.#session,
        fetch: options.fetch ?? ((input, init) => fetch(input, init)),
        language: () => this.language,
        retries: options.retries ?? 3,
        timeout_ms: options.timeout_ms ?? 60_000,
      }),
    );
  }

  /** Who is signed in, as of the last sign-in or refresh; null for an API key and while nobody is. */
  get user(): User | null {
    return this.#session.user;
  }

  /** Signs in; every later call is made as this account. */
  async signIn(credentials: LoginArgs, options: { signal?: AbortSignal } = {}): Promise<User> {
    const grant: Grant = await this.api.login(
      { ...credentials, ...(this.#cookie && { cookie: true }) },
      options,
    );
    this.#session.begin(grant);
    return grant.user;
  }

  /** With `cookie`: the account of the session that the browser still has; null when it has none. */
  async resume(options: { signal?: AbortSignal } = {}): Promise<User | null> {
    if (this.#cookie) this.#session.tryCookie();
    await this.#session.token(options.signal);
    return this.#session.user;
  }

  /** Ends the session on the server. This object is signed out even if the server cannot be reached; then it throws. */
  async signOut(): Promise<void> {
    const { refresh_token } = this.#session;
    this.#session.end();
    if (refresh_token || this.#cookie)
      await this.api.logout(refresh_token ? { refresh_token } : {}, { idempotent: true });
  }

  /**
   * The states of one task until it ends, its last one included. A lost connection is made again. Without a task: of all
   * visible tasks, with no end.
   */
  async *follow(
    task?: string | { id: string },
    options: FollowOptions = {},
  ): AsyncGenerator<TaskEvent, void, void> {
    if (task === undefined) return yield* this.api.followTasks(options);
    const id = typeof task === 'string' ? task : task.id;
    let revision = -1;
    for await (const event of this.api.followTask({ id }, options)) {
      // A fresh snapshot after a reconnect may show nothing new.
      if (event.revision > revision) yield event;
      revision = event.revision;
      if (FINAL.includes(event.status)) return;
    }
  }

  /** The task once it has ended, well or not: look at its `status`. */
  async wait(task: string | { id: string }, options: FollowOptions = {}): Promise<TaskDetail> {
    const id = typeof task === 'string' ? task : task.id;
    for await (const _ of this.follow(id, options));
    return this.api.getTask({ id }, options);
  }

  /** The whole address of a link in an answer, such as a file's `url`: for `fetch`, or an image's `src`. */
  link(path: string): string {
    return this.#base + path;
  }
}
