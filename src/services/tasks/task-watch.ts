import type { EventBus, Task, TaskState, TaskStore, WatchedState } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import { stateOf } from '../engine/task-events.ts';
import type { FileLinks } from './file-links.ts';
import type { KnownOwners } from './known-owners.ts';
import { sees, visibleTask } from './task-access.ts';

const TASKS_IN_SNAPSHOT = 100;
const REVISIONS_KEPT = 10_000;

export interface TaskWatchParts {
  owners: KnownOwners;
  tasks: TaskStore;
  events: EventBus;
  background: Background;
  links: Pick<FileLinks, 'thumbnailUrl'>;
}

/** Passes changes of tasks on to watchers. One subscription to the bus serves all watchers of the process. */
export class TaskWatch {
  readonly #parts: TaskWatchParts;
  readonly #byTask = new Map<string, Set<Watcher>>();
  readonly #everything = new Set<Watcher>();
  readonly #endGaps: (() => void) | undefined;
  /** Set while somebody watches: reading every change of every task is work that most processes need not do. */
  #unsubscribe: (() => void) | null = null;

  constructor(parts: TaskWatchParts) {
    this.#parts = parts;
    this.#endGaps = parts.events.onGap?.(() => {
      for (const watcher of this.#all())
        parts.background.run(
          this.#sendSnapshot(watcher),
          'an event stream could not be updated after events were missed; it shows the next change',
        );
    });
  }

  /**
   * Calls `send` with the state of the task (or, without an id, of the newest visible tasks), then with each change. A deleted
   * task ends its own watch with `end`. Returns a function that stops. Throws `not_found`.
   */
  async watch(
    actor: AccountActor,
    id: string | null,
    send: (state: WatchedState) => void,
    end: () => void,
  ): Promise<() => void> {
    if (id !== null) await visibleTask(this.#parts.tasks, actor, id);
    const watcher = new Watcher(actor, id, send, end);
    // Changes that arrive while the snapshot is read are newer: the watcher keeps the newest state.
    this.#add(watcher);
    try {
      await this.#parts.events.subscribed?.();
      await this.#sendSnapshot(watcher);
    } catch (error) {
      this.#remove(watcher);
      throw error;
    }
    return () => this.#remove(watcher);
  }

  close(): void {
    this.#endGaps?.();
    for (const watcher of this.#all()) watcher.end();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  async #sendSnapshot(watcher: Watcher): Promise<void> {
    const { id, actor } = watcher;
    const tasks = id === null ? await this.#newest(actor) : await this.#parts.tasks.getMany([id]);
    await this.#parts.owners.load(tasks.map(({ owner_id }) => owner_id));
    for (const task of tasks) if (!task.deleted_at) watcher.pass(this.#watched(stateOf(task)));
    if (id !== null && (!tasks[0] || tasks[0].deleted_at)) watcher.end();
  }

  #receive(state: TaskState): void {
    if (this.#everything.size === 0 && !this.#byTask.has(state.id)) return;
    const { owners, background } = this.#parts;
    if (owners.get(state.owner_id) !== undefined) this.#deliver(state);
    else
      background.run(
        owners.load([state.owner_id]).then(() => this.#deliver(state)),
        'an event was not sent because the owner of its task could not be read',
      );
  }

  /** An older state is ignored: watchers keep the newest one. */
  #deliver(state: TaskState): void {
    const watched = this.#watched(state);
    for (const watcher of this.#byTask.get(state.id) ?? []) watcher.deliver(watched);
    for (const watcher of this.#everything) watcher.deliver(watched);
  }

  #watched(state: TaskState): WatchedState {
    const { owners, links } = this.#parts;
    const thumbnail_url = state.pictured ? links.thumbnailUrl(state.id) : null;
    return { ...state, owner: owners.get(state.owner_id) ?? null, thumbnail_url };
  }

  async #newest(actor: AccountActor): Promise<Task[]> {
    const visible_to = seesAll(actor) ? undefined : actor.id;
    return (await this.#parts.tasks.page({ visible_to, limit: TASKS_IN_SNAPSHOT })).tasks.reverse();
  }

  #add(watcher: Watcher): void {
    this.#unsubscribe ??= this.#parts.events.subscribe('task', (state) => this.#receive(state));
    if (watcher.id === null) this.#everything.add(watcher);
    else this.#byTask.set(watcher.id, (this.#byTask.get(watcher.id) ?? new Set()).add(watcher));
  }

  #remove(watcher: Watcher): void {
    this.#everything.delete(watcher);
    if (watcher.id !== null) this.#removeFrom(watcher.id, watcher);
    if (this.#everything.size + this.#byTask.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  #removeFrom(id: string, watcher: Watcher): void {
    const those = this.#byTask.get(id);
    those?.delete(watcher);
    if (those?.size === 0) this.#byTask.delete(id);
  }

  #all(): Watcher[] {
    return [...this.#everything, ...[...this.#byTask.values()].flatMap((those) => [...those])];
  }
}

/** One watcher: passes states on in order, never an older one after a newer one. */
class Watcher {
  readonly actor: AccountActor;
  /** Only this task; null = every task that the actor sees. */
  readonly id: string | null;
  readonly end: () => void;
  readonly #send: (state: WatchedState) => void;
  readonly #revisions = new BoundedMap<string, number>({ entries: REVISIONS_KEPT });

  constructor(actor: AccountActor, id: string | null, send: (state: WatchedState) => void, end: () => void) {
    this.actor = actor;
    this.id = id;
    this.end = end;
    this.#send = send;
  }

  deliver(state: WatchedState): void {
    if (!sees(this.actor, state)) return;
    if (!state.deleted) this.pass(state);
    else if (this.id === state.id) this.end();
  }

  pass(state: WatchedState): void {
    if ((this.#revisions.get(state.id) ?? 0) >= state.revision) return;
    this.#revisions.set(state.id, state.revision);
    this.#send(state);
  }
}
