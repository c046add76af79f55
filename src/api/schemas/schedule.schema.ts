import { Type } from 'typebox';
import { OVERLAPS } from '../../data/contracts/index.ts';
import type { ScheduleView } from '../../services/schedules/schedule-view.ts';
import { Id, name, nullable, pageQuery, reference, Time } from './fields.schema.ts';
import { NewTask } from './task-request.schema.ts';

const Cron = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'Five fields (minute, hour, day, month, weekday), six with seconds first, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.',
});
const TimeZone = Type.String({ minLength: 1, maxLength: 100, description: 'IANA name. Default `UTC`.' });
const Overlap = Type.Enum([...OVERLAPS], {
  type: 'string',
  title: 'Overlap',
  description: 'With `skip`, no task is created while the previous one is running. Default `allow`.',
});
const Name = Type.String({ minLength: 1, maxLength: 200, ...name });

const Made = Type.Object(
  {
    type: Type.String(),
    name: Type.Optional(Type.String()),
    params: Type.Unknown(),
    priority: Type.Optional(Type.Integer()),
    shared: Type.Optional(Type.Boolean()),
  },
  { title: 'ScheduledTask', description: 'The task that is created at each due time.' },
);

const InWords = Type.Object(
  { en: Type.String(), zh: Type.String() },
  { title: 'RuleInWords', description: 'The rule in words.' },
);

export const ScheduleSchema = Type.Object(
  {
    id: Id,
    name: Type.String(),
    cron: Type.String(),
    time_zone: Type.String(),
    text: InWords,
    task: Made,
    is_active: Type.Boolean(),
    overlap: Overlap,
    owner: nullable(
      Type.Object(
        { id: Id, email: Type.String(), fullname: Type.String() },
        { title: 'ScheduleOwner', description: 'Null after the account was deleted.' },
      ),
    ),
    next_run_at: nullable(
      Type.String({ format: 'date-time', description: 'Null while the schedule is switched off.' }),
    ),
    last_run: nullable(
      Type.Object(
        {
          at: Time,
          task_id: nullable(Id),
          error: nullable(
            Type.String({
              description:
                'Reason why no task was created, in English or Chinese depending on `Accept-Language`.',
            }),
          ),
        },
        { title: 'LastRun' },
      ),
    ),
    created_at: Time,
    updated_at: Time,
  } satisfies Record<keyof ScheduleView, unknown>,
  { $id: 'Schedule' },
);
export const ScheduleInFull = reference<ScheduleView>('Schedule');
export const scheduleSchemas = [ScheduleSchema];

const task = { type: 'image', name: 'Morning picture', params: { prompt: 'a harbour at dawn' } };
const given = { name: 'Every weekday morning', cron: '30 7 * * 1-5', time_zone: 'Europe/Berlin', task };

export const scheduleExample = {
  id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b',
  ...given,
  text: { en: 'At 07:30, Monday through Friday', zh: '周一至周五 07:30' },
  is_active: true,
  overlap: 'skip',
  owner: { id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b', email: 'ada@example.com', fullname: 'Ada Lovelace' },
  next_run_at: '2026-01-06T06:30:00.000Z',
  last_run: { at: '2026-01-05T06:30:00.000Z', task_id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6c', error: null },
  created_at: '2026-01-02T08:30:00.000Z',
  updated_at: '2026-01-05T06:30:00.000Z',
};

const editable = {
  name: Name,
  cron: Cron,
  time_zone: Type.Optional(TimeZone),
  task: Type.Object(NewTask.properties, {
    title: 'NewScheduledTask',
    additionalProperties: false,
    description: 'The same fields as in `POST /tasks`.',
  }),
  is_active: Type.Optional(Type.Boolean({ description: 'Default true.' })),
  overlap: Type.Optional(Overlap),
};

export const NewScheduleBody = Type.Object(editable, {
  title: 'NewSchedule',
  additionalProperties: false,
  examples: [{ ...given, overlap: 'skip' }],
});

export const ScheduleEdit = Type.Object(
  { ...editable, name: Type.Optional(Name), cron: Type.Optional(Cron), task: Type.Optional(editable.task) },
  {
    title: 'ScheduleEdit',
    minProperties: 1,
    additionalProperties: false,
    examples: [{ is_active: false }],
  },
);

export const RuleBody = Type.Object(
  { cron: Cron, time_zone: Type.Optional(TimeZone) },
  {
    title: 'ScheduleRule',
    additionalProperties: false,
    examples: [{ cron: '30 7 * * 1-5', time_zone: 'Europe/Berlin' }],
  },
);

export const RulePreview = Type.Object(
  {
    next: Type.Array(Time, { description: 'The next five times.' }),
    text: InWords,
  },
  { title: 'SchedulePreview' },
);

export const rulePreviewExample = {
  next: [
    '2026-01-06T06:30:00.000Z',
    '2026-01-07T06:30:00.000Z',
    '2026-01-08T06:30:00.000Z',
    '2026-01-09T06:30:00.000Z',
    '2026-01-12T06:30:00.000Z',
  ],
  text: { en: 'At 07:30, Monday through Friday', zh: '周一至周五 07:30' },
};

export const ScheduleId = Type.Object({ id: Id });
export const ScheduleQuery = Type.Object(
  { ...pageQuery, owner_id: Type.Optional(Id) },
  { additionalProperties: false },
);
