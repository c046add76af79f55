import type { Task, TaskEvent } from '@client';

/** The fields of a task that events change; the others come with lists. */
export type LiveTask = Task;

/** The last event of a task. */
export interface Heard {
  event: TaskEvent;
  /** By `performance.now()`: an answer that was asked for later contains this state. */
  at: number;
}

const FLUSH_MS = 100;
/** Number of tasks kept without being shown, so that going back shows their newest state at once. */
const MOST_KEPT = 5_000;

/**
 * The newest state of the tasks that lists and pages have loaded, by id. Events arrive in any order and any number; a state of an
 * older revision is dropped, and listeners hear of changes ten times a second at most. A row's object changes only when the row does.
 */
export class TaskStore {
  readonly #tasks = new Map<string, LiveTask>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();
  readonly #heard = new Map<string, Heard>();
  readonly #heard_listeners = new Set<() => void>();
  #heard_more = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  get(id: string): LiveTask | undefined {
    return this.#tasks.get(id);
  }

  /** Stores tasks loaded by a list or page. Older states are ignored; what was heard while they were on their way is kept. */
  seed(tasks: readonly LiveTask[]): void {
    for (const loaded of tasks) {
      const heard = this.#heard.get(loaded.id)?.event;
      const task = heard && heard.revision > loaded.revision ? { ...loaded, ...heard } : loaded;
      const known = this.#tasks.get(task.id);
      // Events contain no times. A task known from an event takes them from the same state when it is loaded.
      if (known && (known.revision > task.revision || sameState(known, task))) continue;
      this.#put(task);
    }
    this.#bound();
  }

  /** Stores the new state of a task from an event. */
  hear(event: TaskEvent): void {
    const { id, revision } = event;
    const known = this.#tasks.get(id);
    if (known && revision > known.revision) this.#put({ ...known, ...event });
    const last = this.#heard.get(id);
    if (last && last.event.revision >= revision) return;
    // Moves it to the end of the map, so that what was heard first is dropped first.
    this.#heard.delete(id);
    this.#heard.set(id, { event, at: performance.now() });
    if (this.#heard.size > MOST_KEPT) this.#heard.delete(this.#heard.keys().next().value ?? '');
    this.#heard_more = true;
    this.#schedule();
  }

  /** The last event of each task, whether a list has loaded it or not: only a list knows which of them it lacks. */
  heard(): Iterable<Heard> {
    return this.#heard.values();
  }

  clear(): void {
    this.#tasks.clear();
    this.#heard.clear();
  }

  get size(): number {
    return this.#tasks.size + this.#heard.size;
  }

  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(id, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  onHeard(listener: () => void): () => void {
    this.#heard_listeners.add(listener);
    return () => this.#heard_listeners.delete(listener);
  }

  #put(task: LiveTask): void {
    // Move it to the end of the map, so that the most recently changed task is dropped last.
    this.#tasks.delete(task.id);
    this.#tasks.set(task.id, task);
    this.#changed.add(task.id);
    this.#schedule();
  }

  #bound(): void {
    for (const id of this.#tasks.keys()) {
      if (this.#tasks.size <= MOST_KEPT) return;
      if (!this.#listeners.has(id)) this.#tasks.delete(id);
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    this.#timer = null;
    for (const id of this.#changed) for (const listener of this.#listeners.get(id) ?? []) listener();
    this.#changed.clear();
    if (this.#heard_more) for (const listener of this.#heard_listeners) listener();
    this.#heard_more = false;
  }
}

const sameState = (one: LiveTask, other: LiveTask): boolean =>
  one.revision === other.revision &&
  one.started_at === other.started_at &&
  one.finished_at === other.finished_at;
