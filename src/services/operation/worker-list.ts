/** The running workers, for operators. */
import {
  type Database,
  type EventBus,
  isSystemOwner,
  type WorkerRecord,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { type Actor, demand } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { pagesOf, TASKS_AT_ONCE } from '../engine/task-pages.ts';
import { type Page, type PageQuery, pageOfAll } from '../paging.ts';

/** An item that a worker is running. */
export interface WorkerItem {
  task_id: string;
  index: number;
  since: string;
}

export interface WorkerView extends WorkerRecord {
  lease_until: string;
  /** The oldest first. */
  items: WorkerItem[];
}

type Leased = WorkerRecord & { lease_until: string };

export interface WorkerListParts {
  database: Pick<Database, 'workers' | 'tasks'>;
  events: EventBus;
  audit: AuditLog;
}

export class WorkerList {
  readonly #parts: WorkerListParts;

  constructor(parts: WorkerListParts) {
    this.#parts = parts;
  }

  /** In the order in which they started, without workers whose lease has expired. */
  async list(actor: Actor, query: PageQuery): Promise<Page<WorkerView>> {
    demand(actor, 'delete');
    return pageOfAll(await this.#views(await this.#alive()), query, ['workers']);
  }

  /** The worker takes no further items until it is stopped; running items go on. Repeating the call changes nothing. Throws `not_found`. */
  async drain(actor: Actor, id: string): Promise<WorkerView> {
    demand(actor, 'admin');
    const { database, events, audit } = this.#parts;
    const found = (await this.#alive()).find((worker) => worker.id === id);
    if (!found || !(await database.workers.drain(id))) throw new Fault('not_found');
    events.publish('drain', { worker_id: id });
    if (!found.draining) {
      const details = { host: found.host, pid: found.pid };
      await audit.record({ action: 'worker.drain', actor, target: { type: 'worker', id }, details });
    }
    const [view] = await this.#views([{ ...found, draining: true }]);
    return view as WorkerView;
  }

  async #alive(): Promise<Leased[]> {
    const { workers } = this.#parts.database;
    // The lease is measured by the database's clock, not by the clock of this machine.
    const [all, alive] = await Promise.all([workers.list(), workers.alive()]);
    const ids = new Set(alive);
    return all.filter(({ id }) => ids.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #views(workers: Leased[]): Promise<WorkerView[]> {
    const views = new Map(workers.map((worker) => [worker.id, { ...worker, items: [] as WorkerItem[] }]));
    const { tasks } = this.#parts.database;
    // At most as many tasks as there are places.
    for await (const page of pagesOf((after) => tasks.running(TASKS_AT_ONCE, after)))
      for (const { id: task_id, owner_id, slots } of page) {
        // Deliveries of webhooks are not tasks of people.
        if (isSystemOwner(owner_id)) continue;
        for (const { state, worker_id, index, since } of slots)
          if (state === 'processing' && worker_id)
            views.get(worker_id)?.items.push({ task_id, index, since });
      }
    for (const { items } of views.values()) items.sort((a, b) => (a.since < b.since ? -1 : 1));
    return [...views.values()];
  }
}
