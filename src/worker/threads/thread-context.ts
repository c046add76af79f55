import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { atMost } from '../../runtime/byte-stream.ts';
import type { RunContext } from '../../task-types/definition/define-task-type.ts';
import type { SpawnListener } from '../../task-types/definition/task-code.ts';
import { AttachmentsUnderWay } from '../attachments-under-way.ts';
import { makeFolder } from '../attempt-folder.ts';
import { isStream, NO_CONTENT } from '../file-content.ts';
import { fileFacts } from '../file-facts.ts';
import { LogThrottle } from '../log-throttle.ts';
import { AttemptEnd } from '../programs/attempt-end.ts';
import { ProgressThrottle } from '../progress-throttle.ts';
import { type AttachFault, type FromRun, RunCell, type RunMessage } from './thread-protocol.ts';

type Attachment = Omit<Extract<FromRun, { kind: 'attach' }>, 'kind' | 'call'>;

/** The messages from and to the handler of one run, through the thread's port. No message is sent after its end. */
export class ThreadContext {
  readonly #request: RunMessage;
  readonly #send: (message: FromRun, transfer?: ArrayBuffer[]) => void;
  readonly #abort = new AbortController();
  readonly #cells: Int32Array;
  readonly #progress: ProgressThrottle;
  readonly #log: LogThrottle;
  readonly #attaching = new Map<number, { resolve(): void; reject(error: Error): void }>();
  readonly #under_way = new AttachmentsUnderWay();
  /** Aborted at the end, so that streams that nobody waits for are read no further. */
  #streams: AbortController | undefined;
  #calls = 0;
  // Code that a handler leaves running after its end must not send messages for the thread's next item.
  readonly #end: AttemptEnd;

  constructor(request: RunMessage, send: (message: FromRun, transfer?: ArrayBuffer[]) => void) {
    this.#request = request;
    this.#send = send;
    this.#cells = request.cells;
    this.#end = new AttemptEnd(request.end);
    this.#log = new LogThrottle((lines) => send({ kind: 'log', lines }));
    this.#progress = new ProgressThrottle(
      (fraction, note) => send({ kind: 'progress', fraction, note }),
      (text) => this.#log.add('warn', text, null),
    );
  }

  /** False when the main thread has given the run to another thread, because this one did not answer. */
  mayStart(): boolean {
    return Atomics.compareExchange(this.#cells, RunCell.start, 0, 1) === 0;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
  }

  attached(call: number, error: AttachFault | null): void {
    const waiting = this.#attaching.get(call);
    this.#attaching.delete(call);
    if (error === null) waiting?.resolve();
    else waiting?.reject(thrownAgain(error));
  }

  /** Resolves once each file that the handler attaches is stored. Rejects if one is not. */
  attachmentsEnded(): Promise<void> {
    return this.#under_way.ended();
  }

  /** Sends what waits. */
  flush(): void {
    this.#progress.flush();
    this.#log.flush();
  }

  end(): void {
    this.flush();
    this.#end.set();
    this.#streams?.abort();
  }

  /** Is told of the programs that the handler starts. */
  programs(): SpawnListener {
    const send = (pid: number, is: 'starting' | 'started' | 'detached' | 'gone') =>
      this.#send({ kind: 'program', pid, is });
    const end = this.#end;
    return {
      mark: this.#request.mark,
      start: (start) => end.start(start),
      shared: () => end.shared(),
      starting: () => send(0, 'starting'),
      started: (pid, detached) => send(pid, detached ? 'detached' : 'started'),
      exited: (pid) => send(pid, 'gone'),
    };
  }

  /** Functions and not methods, because handlers destructure the object. */
  forHandler(): RunContext {
    const cells = this.#cells;
    const { attempt, task_id, index, folder } = this.#request;
    const folderNow = () => {
      if (this.#end.over) throw new Error('The attempt is over: its folder is gone.');
      this.#send({ kind: 'folder' });
      return makeFolder(folder);
    };
    return {
      signal: this.#abort.signal,
      get cancelled() {
        return Atomics.load(cells, RunCell.cancelled) !== 0;
      },
      attempt,
      task_id,
      index,
      get temp() {
        return folderNow();
      },
      progress: (fraction, note) => {
        if (!this.#end.over) this.#progress.report(fraction, note);
      },
      log: this.#log.forHandler(() => this.#end.over),
      attach: (...file) => this.#under_way.add(() => this.#attach(...file)),
    };
  }

  async #attach(...[name, content, content_type, size]: Parameters<RunContext['attach']>): Promise<void> {
    if (this.#end.over) return;
    const facts = fileFacts(name, content_type, size);
    if (content instanceof Uint8Array) {
      const copy = new Uint8Array(content);
      return this.#hand({ ...facts, content: copy }, [copy.buffer]);
    }
    if (isStream(content)) return this.#attachStream(content, facts);
    if (typeof content?.path !== 'string') throw new TypeError(NO_CONTENT);
    return this.#hand({ ...facts, content: { path: content.path } });
  }

  /** Writes the stream to a file, because a stream cannot be passed to the main thread. */
  async #attachStream(stream: AsyncIterable<Uint8Array>, about: Omit<Attachment, 'content'>): Promise<void> {
    this.#send({ kind: 'folder' });
    const path = join(makeFolder(this.#request.folder), `.attached-${randomUUID()}`);
    this.#streams ??= new AbortController();
    const { signal } = this.#streams;
    try {
      await pipeline(atMost(stream, this.#request.most_file_bytes), createWriteStream(path), { signal });
      await this.#hand({ ...about, content: { path } });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  #hand(attachment: Attachment, transfer?: ArrayBuffer[]): Promise<void> {
    if (this.#end.over) return Promise.resolve();
    this.#calls += 1;
    const call = this.#calls;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#attaching.set(call, { resolve, reject });
    this.#send({ kind: 'attach', call, ...attachment }, transfer);
    return promise;
  }
}

const thrownAgain = ({ type: name, message, zh, final }: AttachFault): Error =>
  Object.assign(new Error(message), { name, ...(zh !== undefined && { zh }), ...(final && { final }) });
