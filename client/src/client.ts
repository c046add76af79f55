import type { FollowOptions } from './call.ts';
import { Api, type LoginArgs, type TaskDetail, type TaskEvent, type User } from './generated.ts';
import { HttpTransport } from './http-transport.ts';
import { type Grant, Session } from './session.ts';

export interface ClientOptions {
  /** URL of the server, for example `https://backend.example.com`. Default in a browser: the origin of the page. */
  url?: string;
  /** An API key (`b2_…`), instead of signing in. */
  key?: string;
  /**
   * For pages on the same host as the server: the refresh token is kept in a cookie that scripts cannot read, and the user stays signed in
   * after a reload. Without it, both tokens are kept only in this object.
   */
  cookie?: boolean;
  /** Language of messages: `en` or `zh`. Default: the language of the browser, or English. */
  language?: string;
  /** How often a failed call is repeated if that is safe. Default 3. */
  retries?: number;
  /** Timeout of one answer in milliseconds; files and event streams have no timeout. Default 60,000. */
  timeout_ms?: number;
  /** Called with the signed-in account: after signing in and out, when the account changes, and when the session has ended. */
  onUser?(user: User | null): void;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch;
}

const FINAL = ['completed', 'failed', 'cancelled'];

/** A client of one server. `api` has a method for every operation id; the other methods combine several calls. */
export class Client {
  readonly api: Api;
  /** Can be changed at any time. */
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
      // A refresh token that was used a moment ago still returns the same successor, so repeating is safe.
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

  /** The signed-in account, as of the last sign-in or refresh; null with an API key and while nobody is signed in. */
  get user(): User | null {
    return this.#session.user;
  }

  /** Signs in; all later calls are made with this account. */
  async signIn(credentials: LoginArgs, options: { signal?: AbortSignal } = {}): Promise<User> {
    const grant: Grant = await this.api.login(
      { ...credentials, ...(this.#cookie && { cookie: true }) },
      options,
    );
    this.#session.begin(grant);
    return grant.user;
  }

  /** With `cookie`: continues the session of the browser and returns its account; null if there is none. */
  async resume(options: { signal?: AbortSignal } = {}): Promise<User | null> {
    if (this.#cookie) this.#session.tryCookie();
    await this.#session.token(options.signal);
    return this.#session.user;
  }

  /** Ends the session on the server. The client is signed out even if the server cannot be reached, but then the call throws. */
  async signOut(): Promise<void> {
    const { refresh_token } = this.#session;
    this.#session.end();
    if (refresh_token || this.#cookie)
      await this.api.logout(refresh_token ? { refresh_token } : {}, { idempotent: true });
  }

  /**
   * Yields the states of one task until it has ended, including the last one. A lost connection is restored. Without a task, yields the
   * states of all visible tasks and does not end.
   */
  async *follow(
    task?: string | { id: string },
    options: FollowOptions = {},
  ): AsyncGenerator<TaskEvent, void, void> {
    if (task === undefined) return yield* this.api.followTasks(options);
    const id = typeof task === 'string' ? task : task.id;
    let revision = -1;
    for await (const event of this.api.followTask({ id }, options)) {
      // The snapshot after a reconnect may contain nothing new.
      if (event.revision > revision) yield event;
      revision = event.revision;
      if (FINAL.includes(event.status)) return;
    }
  }

  /** Returns the task once it has ended; its `status` says how. */
  async wait(task: string | { id: string }, options: FollowOptions = {}): Promise<TaskDetail> {
    const id = typeof task === 'string' ? task : task.id;
    for await (const _ of this.follow(id, options));
    return this.api.getTask({ id }, options);
  }

  /** The complete URL of a link in an answer, such as a file's `url`, for `fetch` or the `src` of an image. */
  link(path: string): string {
    return this.#base + path;
  }
}
