import { type Database, derivedId, type Schedule, Unavailable } from '../../data/contracts/index.ts';
import { type BothLanguages, Fault, messageOf } from '../../errors.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { SetBack } from '../../runtime/set-back.ts';
import { fieldName } from '../../task-types/definition/param-name.ts';
import { systemActor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { isFinal } from '../engine/task-states.ts';
import type { TaskCreation } from '../tasks/task-creation.ts';
import { nextRun } from './cron-rule.ts';
import { whyOwnerMayNot } from './schedule-owner.ts';
import { SchedulesAhead } from './schedules-ahead.ts';

/** Half of the connections that a process has to MongoDB: on a busy machine, calls that wait for one fail after 2 s. */
const SCHEDULES_AT_ONCE = 25;
/** Failures in a row that switch a schedule off. */
const MOST_FAILURES = 3;

/** Why a schedule created no task. The message is shown to its owner. */
class NotFired extends Error {
  override name = 'NotFired';
  readonly why: BothLanguages;

  constructor(why: BothLanguages) {
    super(why.en);
    this.why = why;
  }
}

/** The same reason of the same schedule is logged again only after so long; the schedule itself always shows it. */
const LOGGED_AGAIN_MS = 3_600_000;

export interface DueSchedulesParts {
  database: Pick<Database, 'schedules' | 'users' | 'tasks'>;
  creation: Pick<TaskCreation, 'create' | 'schemaOf'>;
  audit: AuditLog;
  clock: SteadyClock;
  log: Pick<Log, 'warn'>;
}

/** Fires schedules that are due. Any number of processes can do this at once: each due time creates one task. */
export class DueSchedules {
  readonly #parts: DueSchedulesParts;
  /** The last reason of each schedule. */
  readonly #logged = new BoundedMap<string, string>({ entries: 10_000, ttl_ms: LOGGED_AGAIN_MS });
  readonly #ahead: SchedulesAhead;
  readonly #set_back: SetBack;

  constructor(parts: DueSchedulesParts) {
    this.#parts = parts;
    this.#ahead = new SchedulesAhead(parts.database);
    this.#set_back = new SetBack(parts.clock);
    // The clock may have been set back before this process started.
    this.#set_back.again();
  }

  /**
   * Fires all schedules that are due now; returns how many tasks were created. A fault of one schedule is recorded in it and stops no
   * other schedule. Throws `Unavailable`.
   */
  async fire(): Promise<number> {
    const { database, clock } = this.#parts;
    await this.#correctTimes();
    let fired = 0;
    for (;;) {
      const now = new Date(clock.now());
      const due = await database.schedules.due(now.toISOString(), SCHEDULES_AT_ONCE);
      const made = await Promise.allSettled(due.map((schedule) => this.#fireOne(schedule, now)));
      for (const one of made) {
        if (one.status === 'rejected') throw one.reason;
        if (one.value) fired += 1;
      }
      if (due.length < SCHEDULES_AT_ONCE) return fired;
    }
  }

  async #correctTimes(): Promise<void> {
    if (!this.#set_back.look()) return;
    try {
      await this.#ahead.correct(new Date(this.#parts.clock.now()));
    } catch (error) {
      this.#set_back.again();
      throw error;
    }
  }

  /** One task is created for all times that were missed in the meantime. */
  async #fireOne(schedule: Schedule, now: Date): Promise<boolean> {
    const { database } = this.#parts;
    const due_at = schedule.next_run_at as string;
    const after: Schedule = { ...schedule, updated_at: now.toISOString(), revision: schedule.revision + 1 };
    let created = false;
    try {
      after.next_run_at = this.#next(schedule, now);
      const outcome = await this.#makeTask(schedule, due_at);
      created = outcome?.created ?? false;
      if (outcome) after.last_run = { at: due_at, task_id: outcome.task_id, error: null };
      after.failures = 0;
      this.#logged.delete(schedule.id);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      const why = describe(error, this.#parts.creation.schemaOf(schedule.task.type));
      this.#log(schedule, error, why.en);
      after.last_run = { at: due_at, task_id: null, error: why.en, error_zh: why.zh };
      if (!isOfQuota(error)) after.failures = schedule.failures + 1;
      // Without a next time, the schedule would never be looked at again.
      if (after.next_run_at === due_at) after.next_run_at = null;
      if (after.failures >= MOST_FAILURES || after.next_run_at === null) after.is_active = false;
    }
    // False if another process fired it as well and created the same task.
    const saved = await database.schedules.save(after, schedule.revision);
    if (saved && !after.is_active) await this.#noteDisabled(after);
    return created;
  }

  /** Errors that the owner can fix are logged without a stack. */
  #log({ id, owner_id }: Schedule, error: unknown, reason: string): void {
    const expected = error instanceof Fault || error instanceof NotFired;
    if (this.#logged.get(id) === reason) return;
    this.#logged.set(id, reason);
    this.#parts.log.warn(
      { schedule_id: id, owner_id, ...(expected ? { reason } : { err: error }) },
      'a schedule could not create its task; the schedule shows the error',
    );
  }

  async #noteDisabled({ id, owner_id, failures, last_run }: Schedule): Promise<void> {
    await this.#parts.audit.record({
      action: 'schedule.disabled',
      actor: systemActor,
      target: { type: 'schedule', id },
      details: {
        owner_id,
        failures,
        error: last_run?.error ?? null,
        ...(last_run?.error_zh && { error_zh: last_run.error_zh }),
      },
    });
  }

  #next(schedule: Schedule, now: Date): string | null {
    try {
      return nextRun(schedule, now);
    } catch (error) {
      const { en, zh } = describe(error);
      throw new NotFired({ en: `The rule cannot be read: ${en}`, zh: `无法读取规则：${zh}` });
    }
  }

  /**
   * The task's id is derived from the schedule and the due time, so that neither a second scheduler nor a crash between the two writes
   * creates it twice. Null if the last task is still running and the schedule waits for it.
   */
  async #makeTask(schedule: Schedule, due_at: string): Promise<{ task_id: string; created: boolean } | null> {
    const { database, creation } = this.#parts;
    const why = whyOwnerMayNot(await database.users.get(schedule.owner_id));
    if (why) throw new NotFired(why);
    if (schedule.overlap === 'skip' && (await this.#isRunning(schedule.last_run?.task_id))) return null;
    const id = derivedId(Date.parse(due_at), schedule.id);
    const actor = { ...systemActor, language: schedule.language };
    const { created } = await creation.create(actor, schedule.owner_id, schedule.task, id);
    return { task_id: id, created };
  }

  async #isRunning(task_id: string | null | undefined): Promise<boolean> {
    const task = task_id ? await this.#parts.database.tasks.get(task_id) : null;
    return task !== null && !isFinal(task.status);
  }
}

/** A quota of the owner was reached, which resolves by itself. */
const isOfQuota = (error: unknown): boolean => error instanceof Fault && error.status === 429;

/** `params`: the schema of the task type, whose titles name the fields. */
function describe(error: unknown, params?: Record<string, unknown>): BothLanguages {
  if (error instanceof NotFired) return error.why;
  if (!(error instanceof Fault)) {
    const text = error instanceof Error ? error.message : String(error);
    return { en: text, zh: text };
  }
  const details = error.details ?? [];
  const { en, zh } = messageOf(error);
  if (details.length === 0) return { en, zh };
  const told = details.map(({ path, message, zh: of_it = message }) => {
    const name = fieldName(path, params);
    return { en: `${name.en}: ${message}`, zh: `${name.zh}：${of_it}` };
  });
  return {
    en: `${en} ${told.map((one) => one.en).join('; ')}.`,
    zh: `${zh}${told.map((one) => one.zh).join('；')}。`,
  };
}
