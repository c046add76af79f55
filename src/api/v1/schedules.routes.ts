import type { FastifyRequest } from 'fastify';
import type { ScheduleView } from '../../services/schedules/schedule-view.ts';
import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { languageOf } from '../language.ts';
import { LargePages } from '../large-page.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import {
  NewScheduleBody,
  RuleBody,
  RulePreview,
  rulePreviewExample,
  ScheduleEdit,
  ScheduleId,
  ScheduleInFull,
  ScheduleQuery,
  scheduleExample,
} from '../schemas/schedule.schema.ts';
import { taskDetailExample } from '../schemas/task.examples.ts';
import { TaskInFull } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';
import { faultsOfTasks, theTaskWithin } from './task-body.ts';

const tags = ['Schedules'];
const whoMay = 'For the owner, managers and administrators.';

/** The schedule with its last error in the caller's language. */
function shown(request: FastifyRequest, { last_run, ...schedule }: ScheduleView): ScheduleView {
  if (!last_run) return { ...schedule, last_run };
  const { error, error_zh, ...run } = last_run;
  const zh = languageOf(request.headers['accept-language']) === 'zh';
  return { ...schedule, last_run: { ...run, error: zh ? (error_zh ?? error) : error } };
}

/** Rules that create tasks, under `/schedules`. */
export async function scheduleRoutes(app: App, { services: { schedules, tasks } }: { services: Services }) {
  const withFaults = withRules(async (request, sound) => [
    ...schedules.ruleFaults(sound),
    ...(await faultsOfTasks(tasks, request, theTaskWithin(request.body))),
  ]);
  app.post(
    '/',
    {
      ...withFaults,
      config: { access: 'write', audit: 'schedule.create', faults: ['too_many'] },
      schema: {
        tags,
        operationId: 'createSchedule',
        summary: 'Create a schedule',
        description:
          'Each due time creates one task that belongs to you. The rule, the time zone and the params are checked when you create the schedule.',
        body: NewScheduleBody,
        response: { 201: answer(ScheduleInFull, scheduleExample, { code: 201 }) },
      },
    },
    async (request, reply) =>
      created(request, reply, shown(request, await schedules.create(request.actor, request.body))),
  );

  app.post(
    '/preview',
    {
      ...withRules((_request, sound) => schedules.ruleFaults(sound)),
      config: { access: 'write', audit: 'none: nothing is stored' },
      schema: {
        tags,
        operationId: 'previewSchedule',
        summary: 'Preview a rule',
        description: 'Returns the next five times and the rule in words. Nothing is stored.',
        body: RuleBody,
        response: { 200: answer(RulePreview, rulePreviewExample) },
      },
    },
    async (request) => ok(request, await schedules.preview(request.actor, request.body)),
  );

  const pages = new LargePages();
  app.get(
    '/',
    {
      config: { access: 'write', faults: ['too_many_large_pages'] },
      schema: {
        tags,
        operationId: 'listSchedules',
        summary: 'List schedules, newest first',
        description:
          'You see your own schedules. Managers and administrators see all schedules, or those of one account with `owner_id`. A caller can read at most 8 pages of more than 512 KiB at the same time; up to 100 further ones wait, at most 20 seconds.',
        querystring: ScheduleQuery,
        response: { 200: answer(pageOf(ScheduleInFull), pageExample(scheduleExample)) },
      },
    },
    async (request, reply) =>
      pages.send(request, reply, async (grow) => {
        const { items, ...page } = await schedules.list(request.actor, request.query, grow);
        return { ...page, items: items.map((one) => shown(request, one)) };
      }),
  );

  oneSchedule(app, schedules, withFaults);

  runSchedule(app, schedules);
}

function runSchedule(app: App, schedules: Services['schedules']): void {
  app.post(
    '/:id/run',
    {
      config: {
        access: 'write',
        audit: 'schedule.run',
        faults: ['owner_not_active', 'validation_failed', 'quota_exceeded'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'runSchedule',
        summary: 'Run a schedule now',
        description: `${whoMay} The task belongs to the owner of the schedule. A schedule that is switched off can be run, too.`,
        params: ScheduleId,
        response: { 201: answer(TaskInFull, taskDetailExample, { code: 201 }) },
      },
    },
    async (request, reply) => created(request, reply, await schedules.run(request.actor, request.params.id)),
  );
}

function oneSchedule(
  app: App,
  schedules: Services['schedules'],
  withFaults: ReturnType<typeof withRules>,
): void {
  app.get(
    '/:id',
    {
      config: { access: 'write' },
      schema: {
        tags,
        operationId: 'getSchedule',
        summary: 'Get a schedule',
        description: whoMay,
        params: ScheduleId,
        response: { 200: answer(ScheduleInFull, scheduleExample) },
      },
    },
    async (request) => ok(request, shown(request, await schedules.get(request.actor, request.params.id))),
  );

  app.patch(
    '/:id',
    {
      ...withFaults,
      config: { access: 'write', audit: 'schedule.update', faults: ['edit_conflict'] },
      schema: {
        tags,
        operationId: 'updateSchedule',
        summary: 'Change a schedule or switch it on or off',
        description: `${whoMay} Fields that are left out keep their value; \`task\` is replaced as a whole. Times that were missed while the schedule was switched off are not made up.`,
        params: ScheduleId,
        body: ScheduleEdit,
        response: {
          200: answer(ScheduleInFull, { ...scheduleExample, is_active: false, next_run_at: null }),
        },
      },
    },
    async (request) =>
      ok(request, shown(request, await schedules.update(request.actor, request.params.id, request.body))),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'write', audit: 'schedule.delete' },
      schema: {
        tags,
        operationId: 'deleteSchedule',
        summary: 'Delete a schedule',
        description: `${whoMay} Its tasks are kept.`,
        params: ScheduleId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await schedules.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );
}
