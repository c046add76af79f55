import type { ItemLogLine } from '../../data/contracts/index.ts';
import type { ItemView, TaskDetail, TaskTypeView, TaskView } from '../../services/tasks/task-views.ts';
import { userExample } from './user.schema.ts';

const { id, email, fullname } = userExample;

export const taskExample: TaskView = {
  id: '0190b8a3-1d44-7b02-8c11-2f3e4d5c6b7a',
  type: 'image',
  type_version: 1,
  name: 'Animals in the snow',
  summary: 'a {animal} in the snow',
  thumbnail_url:
    '/api/v1/tasks/0190b8a3-1d44-7b02-8c11-2f3e4d5c6b7a/thumbnail?expires=1767607200&signature=Zk3x',
  owner: { id, email, fullname },
  priority: 5,
  concurrency: 3,
  shared: false,
  status: 'processing',
  total_items: 3,
  released_items: 3,
  completed_items: 1,
  failed_items: 0,
  cancelled_items: 0,
  in_flight: 2,
  runs_alone: false,
  retry_round: 0,
  revision: 4,
  progress: 48.5,
  parent_id: null,
  created_at: '2026-01-05T08:31:00.000Z',
  started_at: '2026-01-05T08:31:00.020Z',
  finished_at: null,
  updated_at: '2026-01-05T08:31:01.480Z',
};

export const taskDetailExample: TaskDetail = {
  ...taskExample,
  params: { prompt: 'a {animal} in the snow', variables: { animal: ['fox', 'owl', 'hare'] }, seed: 7 },
  result: null,
  error: null,
  earlier_runs: [],
  archive_url: `/api/v1/tasks/${taskExample.id}/archive?expires=1767607200&signature=Zk3x`,
  grid_url: `/api/v1/tasks/${taskExample.id}/grid?expires=1767607200&signature=Zk3x`,
};

export const itemExample: ItemView = {
  index: 0,
  label: { animal: 'fox' },
  status: 'completed',
  runs_alone: false,
  attempt: 1,
  progress: 100,
  note: null,
  result: { generator: 'local', version: 1 },
  error: null,
  files: [
    {
      name: 'image.webp',
      url: `/api/v1/tasks/${taskExample.id}/items/0/files/image.webp?expires=1767607200&signature=uV2y`,
      preview_url: `/api/v1/tasks/${taskExample.id}/items/0/files/image.webp?expires=1767607200&signature=uV2y&preview=true`,
      content_type: 'image/webp',
      bytes: 18_204,
      width: 512,
      height: 512,
    },
  ],
  started_at: '2026-01-05T08:31:00.020Z',
  finished_at: '2026-01-05T08:31:01.460Z',
};

export const itemLogLineExample: ItemLogLine = {
  at: '2026-01-05T08:31:00.640Z',
  attempt: 1,
  level: 'info',
  message: 'fetched',
  fields: { bytes: 18_204 },
};

export const taskTypeExample: TaskTypeView = {
  type: 'wait',
  version: 1,
  title: { en: 'Wait', zh: '等待' },
  description: null,
  params: { type: 'object', properties: { seconds: { type: 'number' } }, required: ['seconds'] },
  attempts: 3,
  paused_at: null,
  timeout: 600_000,
  running: null,
  rate: null,
  limited_by_key: false,
  pool: 'default',
  max_items: 10_000,
};

export const eventExample = [
  'event: task.updated',
  'id: 4',
  `data: {"id":"${taskExample.id}","type":"image","name":"Animals in the snow","status":"processing",…}`,
  '',
  '',
].join('\n');
