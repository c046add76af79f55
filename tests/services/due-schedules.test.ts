import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type Database, newId, type Schedule, type User } from '../../src/data/contracts/index.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { Health } from '../../src/processes/health.ts';
import { type OpenData, openData } from '../../src/processes/open-data.ts';
import { processLog } from '../../src/processes/process-log.ts';
import { type WiredTasks, wireTasks } from '../../src/processes/wire-tasks.ts';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { AuditLog } from '../../src/services/audit/audit-log.ts';
import { DueSchedules } from '../../src/services/schedules/due-schedules.ts';
import { readSettings } from '../../src/settings.ts';
import { loadTaskTypes } from '../../src/task-types/definition/registry.ts';
import { aUser } from '../contract/samples.ts';
import { TEST_TASK_TYPES } from '../support/backend.ts';
import { inParts } from '../support/in-parts.ts';
import { mongodAvailable } from '../support/mongod.ts';
import { sharedMongod } from '../support/shared-mongod.ts';
import { tempFolder } from '../support/temp-folder.ts';

class SetClock extends SteadyClock {
  at = Date.now();

  override now(): number {
    return this.at;
  }
}

interface OpenStore {
  database: Database;
  close(): Promise<void>;
}

/** The rules of schedules over one engine's stores. */
function suite(name: string, open: () => Promise<OpenStore>): void {
  describe(`due schedules on ${name}`, () => {
    let store: OpenStore;
    let data: OpenData;
    let wired: WiredTasks;
    let clock: SetClock;
    let schedules: DueSchedules;
    let owner: User;
    let audit: AuditLog;

    before(async () => {
      store = await open();
      const settings = { ...readSettings({ DATA_DIR: await tempFolder() }), SECRET_KEY: 'x'.repeat(32) };
      data = await openData(settings, processLog('silent', 'test'), true);
      const registry = await loadTaskTypes(TEST_TASK_TYPES);
      const { database } = store;
      audit = new AuditLog(database);
      const log = processLog('silent', 'test');
      const all = { ...data, database };
      wired = wireTasks(settings, all, registry, audit, new Health(all, log), log);
    });
    after(async () => {
      await wired.close();
      await data.close();
      await store.close();
    });
    const lines: Record<string, unknown>[] = [];
    const log = { warn: (fields: object) => lines.push({ ...fields }) };
    beforeEach(async () => {
      lines.length = 0;
      const { database } = store;
      clock = new SetClock();
      schedules = new DueSchedules({ database, creation: wired.creation, audit, clock, log });
      owner = aUser({ roles: ['user'] });
      await database.users.create(owner);
    });

    afterEach(async () => {
      const all = await store.database.schedules.page({ limit: 1_000 });
      await inParts(all, ({ id }) => store.database.schedules.delete(id));
    });

    async function due(more: Partial<Schedule> = {}): Promise<Schedule> {
      const at = new Date(clock.at - 1_000).toISOString();
      const schedule: Schedule = {
        id: newId(),
        name: 'every hour',
        cron: '0 * * * *',
        time_zone: 'UTC',
        owner_id: owner.id,
        task: { type: 'noop', params: { count: 1 } },
        language: 'en',
        is_active: true,
        overlap: 'allow',
        next_run_at: at,
        last_run: null,
        failures: 0,
        revision: 1,
        created_at: at,
        updated_at: at,
        ...more,
      };
      assert.equal(await store.database.schedules.create(schedule), 'ok');
      return schedule;
    }

    const stored = async ({ id }: Schedule) => (await store.database.schedules.get(id)) as Schedule;
    const tasksOf = (owner_id: string) => store.database.tasks.activeOf(owner_id, 1_000);

    test('300 due at once, of which one has a bad rule, one a deleted and one a disabled owner', async () => {
      const good = await inParts(Array(297).fill({}), due);
      const disabled = aUser({ is_active: false });
      await store.database.users.create(disabled);
      const bad = await due({ cron: 'every monday' });
      const orphan = await due({ owner_id: newId() });
      const asleep = await due({ owner_id: disabled.id });
      assert.equal(await schedules.fire(), 297);
      assert.equal((await tasksOf(owner.id)).length, 297);
      const [first] = good as [Schedule];
      const fired = await stored(first);
      assert.deepEqual(
        [fired.last_run?.at, fired.last_run?.error, fired.failures],
        [first.next_run_at, null, 0],
      );
      assert.equal((await store.database.tasks.get(fired.last_run?.task_id as string))?.owner_id, owner.id);
      assert.ok(fired.next_run_at && fired.next_run_at > new Date(clock.at).toISOString());
      const why = async (one: Schedule) => {
        const { last_run, failures, is_active, next_run_at } = await stored(one);
        return [
          last_run?.task_id,
          last_run?.error?.replace(/:.*/, ''),
          failures,
          is_active,
          next_run_at !== null,
        ];
      };
      assert.deepEqual(await why(bad), [null, 'The rule cannot be read', 1, false, false]);
      assert.deepEqual(await why(orphan), [null, 'The owner of this schedule was deleted.', 1, true, true]);
      assert.deepEqual(await why(asleep), [null, 'The owner of this schedule is disabled.', 1, true, true]);
      assert.equal((await tasksOf(disabled.id)).length, 0);
      assert.equal(await schedules.fire(), 0);
    });

    test('tasks without a name are named in the language of the schedule', async () => {
      const task = { type: 'wait', params: { seconds: 3 } };
      await due({ task, language: 'zh' });
      await due({ task });
      assert.equal(await schedules.fire(), 2);
      const names = (await tasksOf(owner.id)).map(({ name }) => name);
      assert.deepEqual(names.toSorted(), ['Wait 3 s', '等待 3 秒']);
    });

    test('two at the same time make one task; all missed times are made up as one', async () => {
      const schedule = await due({ next_run_at: new Date(clock.at - 5 * 3_600_000).toISOString() });
      const other = new DueSchedules({
        database: store.database,
        creation: wired.creation,
        audit,
        clock,
        log: silentLog,
      });
      const made = await Promise.all([schedules.fire(), other.fire()]);
      assert.equal(made[0] + made[1], 1);
      assert.equal((await tasksOf(owner.id)).length, 1);
      assert.equal((await stored(schedule)).revision, 2);
    });

    test('params that no longer fit are named, and three failures in a row switch it off', async () => {
      const schedule = await due({ task: { type: 'wait', params: { seconds: -1 } } });
      for (let failures = 1; failures <= 3; failures += 1) {
        assert.equal(await schedules.fire(), 0);
        const now = await stored(schedule);
        // By the names of the form, not by their keys.
        assert.match(now.last_run?.error ?? '', /Seconds: must be/);
        assert.match(now.last_run?.error_zh ?? '', /秒数：/);
        assert.deepEqual([now.failures, now.is_active], [failures, failures < 3]);
        clock.at = Date.parse(now.next_run_at as string) + 1_000;
      }
      assert.equal(await schedules.fire(), 0);
      assert.equal((await stored(schedule)).failures, 3);
      const told = await store.database.audit.page({ target_id: schedule.id, limit: 10 });
      assert.deepEqual(
        told.map(({ action, actor, details }) => [action, actor?.kind, details.owner_id, details.failures]),
        [['schedule.disabled', 'system', owner.id, 3]],
      );
      assert.match(String(told[0]?.details.error_zh), /秒数：/);
    });

    test('an owner who may no longer create tasks makes none by a schedule', async () => {
      const guest = aUser({ roles: ['guest'] });
      await store.database.users.create(guest);
      const schedule = await due({ owner_id: guest.id });
      assert.equal(await schedules.fire(), 0);
      const { last_run } = await stored(schedule);
      assert.equal(last_run?.error, 'The owner of this schedule may no longer create tasks.');
    });

    test('a limit of the owner is told, and does not switch the schedule off', async () => {
      const limited = aUser({ roles: ['user'], quotas: { active_tasks: 1 } });
      await store.database.users.create(limited);
      const schedule = await due({ owner_id: limited.id });
      assert.equal(await schedules.fire(), 1);
      const { last_run } = await stored(schedule);
      const later = async () => {
        clock.at = Date.parse((await stored(schedule)).next_run_at as string) + 1_000;
        return schedules.fire();
      };
      for (let times = 0; times < 4; times += 1) {
        assert.equal(await later(), 0);
        const now = await stored(schedule);
        assert.match(now.last_run?.error ?? '', /it has 1 unfinished tasks, and the limit is 1\.$/);
        assert.match(now.last_run?.error_zh ?? '', /当前有 1 个未结束的任务，上限为 1 个。$/);
        assert.deepEqual([now.failures, now.is_active], [0, true]);
      }
      assert.equal((await tasksOf(limited.id)).length, 1);
      // One line for all four, without a stack.
      const of_it = lines.filter(({ schedule_id }) => schedule_id === schedule.id);
      assert.deepEqual(
        of_it.map(({ err, reason }) => [err, /unfinished tasks/.test(String(reason))]),
        [[undefined, true]],
      );
      await wired.engine.cancel(last_run?.task_id as string);
      assert.equal(await later(), 1);
      assert.equal((await stored(schedule)).last_run?.error, null);
    });

    test('a clock that was ahead and is corrected skips no due time and fires none twice', async () => {
      const hour = 3_600_000;
      const started = Math.floor(clock.at / hour) * hour + 1_000;
      const iso = (ms: number) => new Date(ms).toISOString();
      clock.at = started;
      const [often, seldom] = [await due({ cron: '* * * * *' }), await due({ cron: '0 * * * *' })];
      assert.equal(await schedules.fire(), 2);
      clock.at = started + 24 * hour;
      assert.equal(await schedules.fire(), 2);
      assert.equal((await stored(seldom)).last_run?.at, iso(started - 1_000 + hour));
      clock.at = started + 5_000;
      assert.equal(await schedules.fire(), 0);
      assert.equal((await stored(often)).next_run_at, iso(started - 1_000 + 60_000 * 2));
      // Fired while the clock was ahead.
      assert.equal((await stored(seldom)).next_run_at, iso(started - 1_000 + 2 * hour));
      clock.at = started + 121_000;
      assert.equal(await schedules.fire(), 1);
      clock.at = started + hour;
      assert.equal(await schedules.fire(), 1);
      clock.at = started + 2 * hour;
      assert.equal(await schedules.fire(), 2);
      assert.equal((await stored(seldom)).last_run?.at, iso(started - 1_000 + 2 * hour));
    });

    test('a clock that was corrected while no scheduler ran skips no due time either', async () => {
      const day = 86_400_000;
      const schedule = await due({ cron: '* * * * *', next_run_at: new Date(clock.at + day).toISOString() });
      const off = await due({ is_active: false, next_run_at: new Date(clock.at + day).toISOString() });
      assert.equal(await schedules.fire(), 0);
      const { next_run_at, revision } = await stored(schedule);
      assert.ok(Date.parse(next_run_at as string) <= clock.at + 60_000);
      assert.equal(revision, 2);
      assert.deepEqual(await stored(off), off);
    });

    test('with overlap "skip" no task is made while the last one runs', async () => {
      const schedule = await due({ overlap: 'skip' });
      assert.equal(await schedules.fire(), 1);
      const first = await stored(schedule);
      clock.at = Date.parse(first.next_run_at as string) + 1_000;
      assert.equal(await schedules.fire(), 0);
      const skipped = await stored(schedule);
      assert.deepEqual(skipped.last_run, first.last_run);
      assert.ok(skipped.next_run_at && first.next_run_at && skipped.next_run_at > first.next_run_at);
      await wired.engine.cancel(first.last_run?.task_id as string);
      clock.at = Date.parse(skipped.next_run_at as string) + 1_000;
      assert.equal(await schedules.fire(), 1);
    });
  });
}

suite('SQLite', async () => {
  const settings = readSettings({ DATA_DIR: await tempFolder() });
  const { database, close } = await openData(settings, processLog('silent', 'test'), true);
  return { database, close };
});

if (mongodAvailable()) {
  suite('MongoDB', async () => {
    const mongod = await sharedMongod.open();
    const database = await openMongo(mongod.url, 'schedules');
    return {
      database,
      async close() {
        await database.close();
        await mongod.stop();
      },
    };
  });
}
