import assert from 'node:assert/strict';
import type { Sent } from './api-client.ts';
import type { TestApi } from './start-api.ts';

export const USERS = '/api/v1/users';
export const TASKS = '/api/v1/tasks';
export const JSON_TYPE = { 'content-type': 'application/json' };

export type Call = [method: string, path: string, sent: Sent];

/** All accounts and tasks. */
export async function everything({ database: { users, tasks } }: TestApi): Promise<unknown> {
  return { users: await users.page({ limit: 1_000 }), tasks: (await tasks.page({ limit: 1_000 })).tasks };
}

/** Asserts that each call gets one of these statuses and that nothing changes. Every answer is also checked by `answerCheck`. */
export async function assertRefused(api: TestApi, calls: Call[], statuses: number[]): Promise<void> {
  const before = await everything(api);
  for (const [method, path, sent] of calls) {
    const { status, text } = await api.admin.send(method, path, sent);
    const shown = JSON.stringify(sent).slice(0, 200);
    assert.ok(statuses.includes(status), `${method} ${path} ${shown}: ${status} ${text}`);
  }
  assert.deepEqual(await everything(api), before);
}
