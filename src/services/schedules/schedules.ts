import { type Database, newId, type Schedule, type User } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { type AccountActor, demand, seesAll } from '../actor.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { type Grow, inParts, newestFirst, type Page, type PageQuery, pageStart } from '../paging.ts';
import type { CreatedTask, TaskCreation } from '../tasks/task-creation.ts';
import type { TaskService } from '../tasks/task-service.ts';
import type { TaskDetail } from '../tasks/task-views.ts';
import { nextRun, nextRuns, type Rule, ruleFaults } from './cron-rule.ts';
import { ruleInWords } from './rule-in-words.ts';
import { whyOwnerMayNot } from './schedule-owner.ts';
import { type ScheduleView, scheduleView } from './schedule-view.ts';

const TIMES_IN_PREVIEW = 5;
/** How often a change is repeated if another change or a due time came first. */
const TRIES = 10;

/** Lists contain the params of each schedule: a page of a hundred is as large as one of a hundred items with the largest results. */
const MOST_PARAMS_BYTES = 256 * 1_024;
const LARGE_PARAMS: FaultDetail = {
  path: 'task.params',
  message: 'have more than 256 KiB of JSON; keep large data elsewhere and give its address',
  zh: '的 JSON 超过 256 KiB；请将较大的数据存放在别处，并提供其地址',
};

type Given = Pick<Schedule, 'name' | 'cron' | 'task'> &
  Partial<Pick<Schedule, 'time_zone' | 'is_active' | 'overlap'>>;

export type NewSchedule = Given;
export type ScheduleChanges = Partial<Given>;

export interface SchedulePreview {
  next: string[];
  text: { en: string; zh: string };
}

export interface SchedulesParts {
  database: Pick<Database, 'schedules' | 'users'>;
  creation: TaskCreation;
  tasks: Pick<TaskService, 'get'>;
  audit: AuditLog;
  clock: SteadyClock;
  /** How many schedules one account may have. */
  most: number;
}

/** Schedules, as their owners, managers and administrators see and change them. A schedule that the actor may not see is `not_found`. */
export class Schedules {
  readonly #parts: SchedulesParts;
  readonly #store: Database['schedules'];

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    this.#store = parts.database.schedules;
  }

  /** What is wrong with the given parts of a rule. */
  ruleFaults(rule: Partial<Rule>): FaultDetail[] {
    return ruleFaults(rule, this.#now());
  }

  /** Throws `validation_failed` for a rule that never fires and for params that the type refuses, and `too_many`. */
  async create(actor: AccountActor, given: NewSchedule): Promise<ScheduleView> {
    demand(actor, 'write');
    const { time_zone = 'UTC', is_active = true, overlap = 'allow' } = given;
    const now = this.#now();
    await this.#check({ cron: given.cron, time_zone }, given.task, now);
    const schedule: Schedule = {
      id: newId(),
      name: given.name,
      cron: given.cron,
      time_zone,
      owner_id: actor.id,
      task: given.task,
      language: actor.language ?? 'en',
      is_active,
      overlap,
      next_run_at: nextRun({ cron: given.cron, time_zone }, now),
      last_run: null,
      failures: 0,
      revision: 1,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    };
    if ((await this.#store.create(schedule, this.#parts.most)) !== 'ok') throw new Fault('too_many');
    await this.#note('schedule.create', actor, schedule, { name: schedule.name });
    return scheduleView(schedule, actor);
  }

  /** The actor's own schedules; for managers and administrators all, or those of one account. Newest first. */
  async list(
    actor: AccountActor,
    { owner_id, ...paging }: PageQuery & { owner_id?: string },
    grow?: Grow,
  ): Promise<Page<ScheduleView>> {
    demand(actor, 'write');
    const all = seesAll(actor);
    if (!all && owner_id !== undefined && owner_id !== actor.id) throw new Fault('permission_denied');
    const owner = all ? owner_id : actor.id;
    const found = await newestFirst(
      inParts(this.#store, (rows) => grow?.(JSON.stringify(rows).length)),
      owner === undefined ? {} : { owner_id: owner },
      pageStart(paging, ['schedules', owner]),
    );
    const owners = await this.#ownersOf(found.items);
    const views = found.items.map((one) => scheduleView(one, owners.get(one.owner_id)));
    return { ...found, items: await Promise.all(views) };
  }

  async get(actor: AccountActor, id: string): Promise<ScheduleView> {
    return this.#view(await this.#visible(actor, id));
  }

  /** Changes the given fields; `task` is replaced as a whole. A new rule, or switching the schedule on, takes effect from now on. */
  async update(actor: AccountActor, id: string, given: ScheduleChanges): Promise<ScheduleView> {
    const stored = await this.#visible(actor, id);
    const now = this.#now();
    const rule = { cron: given.cron ?? stored.cron, time_zone: given.time_zone ?? stored.time_zone };
    const restarts =
      given.cron !== undefined || given.time_zone !== undefined || (given.is_active && !stored.is_active);
    await this.#check(restarts ? rule : null, given.task ?? null, now);
    const changed = await this.#change(id, (draft) => {
      Object.assign(draft, given);
      if (given.task) draft.language = actor.language ?? 'en';
      if (!restarts) return;
      draft.next_run_at = nextRun(rule, now);
      draft.failures = 0;
    });
    if (!changed) throw new Fault('not_found');
    await this.#note('schedule.update', actor, changed, { fields: Object.keys(given) });
    return this.#view(changed);
  }

  async delete(actor: AccountActor, id: string): Promise<void> {
    const schedule = await this.#visible(actor, id);
    if (!(await this.#store.delete(id))) throw new Fault('not_found');
    await this.#note('schedule.delete', actor, schedule, { name: schedule.name });
  }

  /** The next times of a rule, and the rule in words. Nothing is stored. */
  async preview(actor: AccountActor, { cron, time_zone = 'UTC' }: Partial<Rule> & { cron: string }) {
    demand(actor, 'write');
    const now = this.#now();
    const rule = { cron, time_zone };
    await this.#check(rule, null, now);
    const preview: SchedulePreview = {
      next: nextRuns(rule, now, TIMES_IN_PREVIEW),
      text: await ruleInWords(cron),
    };
    return preview;
  }

  /** Creates the task of this schedule now, for its owner, even if the schedule is switched off. Throws `owner_not_active`. */
  async run(actor: AccountActor, id: string): Promise<TaskDetail> {
    const { creation, tasks, database } = this.#parts;
    const schedule = await this.#visible(actor, id);
    if (whyOwnerMayNot(await database.users.get(schedule.owner_id))) throw new Fault('owner_not_active');
    const { task } = await withinTask<CreatedTask>(() =>
      creation.create({ ...actor, language: schedule.language }, schedule.owner_id, schedule.task),
    );
    await this.#change(id, (draft) => {
      draft.last_run = { at: task.created_at, task_id: task.id, error: null };
      draft.failures = 0;
    });
    await this.#note('schedule.run', actor, schedule, { task_id: task.id });
    return tasks.get(actor, task.id);
  }

  /** Compare-and-set, repeated if another change came first; null if the schedule was deleted. Throws `edit_conflict`. */
  async #change(id: string, change: (draft: Schedule) => void): Promise<Schedule | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await this.#store.get(id);
      if (!stored) return null;
      const draft: Schedule = {
        ...stored,
        updated_at: this.#now().toISOString(),
        revision: stored.revision + 1,
      };
      change(draft);
      if (await this.#store.save(draft, stored.revision)) return draft;
    }
    throw new Fault('edit_conflict');
  }

  /** The faults of both are reported in one answer. */
  async #check(rule: Rule | null, task: Schedule['task'] | null, now: Date): Promise<void> {
    const details = rule ? ruleFaults(rule, now) : [];
    if (task) details.push(...(await this.#taskFaults(task)));
    if (details.length > 0) throw new Fault('validation_failed', { details });
  }

  async #taskFaults({ type, params }: Schedule['task']): Promise<FaultDetail[]> {
    if (Buffer.byteLength(JSON.stringify(params)) > MOST_PARAMS_BYTES) return [LARGE_PARAMS];
    try {
      await withinTask(() => this.#parts.creation.plan(type, params));
      return [];
    } catch (error) {
      if (error instanceof Fault && error.details) return error.details;
      throw error;
    }
  }

  async #visible(actor: AccountActor, id: string): Promise<Schedule> {
    demand(actor, 'write');
    const schedule = await this.#store.get(id);
    if (!schedule || (schedule.owner_id !== actor.id && !seesAll(actor))) throw new Fault('not_found');
    return schedule;
  }

  async #view(schedule: Schedule): Promise<ScheduleView> {
    return scheduleView(schedule, await this.#parts.database.users.get(schedule.owner_id));
  }

  async #ownersOf(schedules: Schedule[]): Promise<Map<string, User>> {
    const ids = [...new Set(schedules.map(({ owner_id }) => owner_id))];
    const found = ids.length > 0 ? await this.#parts.database.users.getMany(ids) : [];
    return new Map(found.map((user) => [user.id, user]));
  }

  async #note(action: AuditAction, actor: AccountActor, { id, owner_id }: Schedule, details: object) {
    const target = { type: 'schedule', id };
    await this.#parts.audit.record({ action, actor, target, details: { owner_id, ...details } });
  }

  #now(): Date {
    return new Date(this.#parts.clock.now());
  }
}

/** The faults of a schedule's task are at `task.…`. */
async function withinTask<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.type !== 'validation_failed') throw error;
    const details = (error.details ?? []).map((one) => ({ ...one, path: `task.${one.path}` }));
    throw new Fault('validation_failed', { details });
  }
}
