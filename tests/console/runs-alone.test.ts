/** Over a folder with an item whose worker has died three times: what its task, the tasks behind it and the list say, and Undo. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { systemActor } from '../../src/services/actor.ts';
import { startBackend } from '../support/backend.ts';
import { openEngine } from '../support/engine.ts';
import { requireService } from '../support/services.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { ADMIN, OpenConsole } from './open-console.ts';

const skip = !requireService('chromium');

async function folderWithDeaths(): Promise<{ data_dir: string; id: string }> {
  const data_dir = await tempFolder();
  const own = await openEngine(data_dir);
  try {
    await own.services.users.create(systemActor, { ...ADMIN, fullname: 'Ada', roles: ['admin'] });
    const params = { count: 3, concurrency: 1, does: 'sleep', ms: 600_000 };
    const request = { type: 'probe', name: 'Crashes', params };
    const { id } = (await own.services.tasks.create(own.actor, request)).task;
    for (let death = 0; death < 3; death += 1) {
      const worker_id = newId();
      await own.engine.claim(worker_id, own.actor.id, 1, false);
      const task = (await own.data.database.tasks.get(id)) ?? assert.fail();
      await own.engine.rescue(task, (one) => one === worker_id);
    }
    return { data_dir, id };
  } finally {
    await own.stop();
  }
}

async function opened() {
  const { data_dir, id } = await folderWithDeaths();
  const server = await startBackend({ data_dir });
  const at = await OpenConsole.over(server);
  after(() => at.close());
  const { api } = await at.admin();
  await waitFor(async () => (await api.getSystem()).running_alone.length === 1);
  return { at, api, id, page: await at.signedIn(`/tasks/${id}?tab=items`) };
}
const { at, api, id, page } = skip ? ({} as Awaited<ReturnType<typeof opened>>) : await opened();

/** The same words wherever something runs alone. */
const PROGRAM = 'the worker process (the program that runs items) ended three times while';
const ALONE = `An item of this task has to run alone: ${PROGRAM} it ran.`;
const FAILS = 'If the worker process ends three more times while it runs, the item fails.';

test('its task, the item and each lost attempt say so', { skip }, async () => {
  await page.getByText(ALONE).and(page.getByText(FAILS)).waitFor();
  const row = page.locator('[data-item="0"]');
  await row.getByText('Runs alone').waitFor();
  await at.axe(page, 'a task of which an item runs alone');
  await row.getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  const text = dialog.getByText(`This item has to run alone: ${PROGRAM} it ran.`);
  await text.and(dialog.getByText(FAILS)).waitFor();
  const lines = dialog.getByText('The worker process ended while this attempt ran');
  await waitFor(async () => (await lines.count()) === 3);
  assert.equal(await dialog.getByText('Nothing was logged.').count(), 1, 'of the attempt that runs');
  await page.keyboard.press('Escape');
});

test('a task behind it says for what it waits, and leads there', { skip }, async () => {
  const behind = await api.createTask({ type: 'wait', name: 'Behind', params: { seconds: 1 } });
  await follow(page, `/tasks/${behind.id}`);
  const why = `This task is waiting for an item of another task that has to run alone: ${PROGRAM} that item ran`;
  await page.getByText(why).waitFor();
  await page.getByText('Waiting', { exact: true }).waitFor();
  assert.equal(await page.getByText('Waiting to start').count(), 0, 'the status is said once');
  await at.axe(page, 'a task that waits for an item that runs alone');
  await page.getByRole('link', { name: 'Go to the task with this item' }).click();
  await page.getByText(ALONE).waitFor();
});

test('System says it in the same words', { skip }, async () => {
  await follow(page, '/system');
  await page.getByText('1 item runs alone: the worker process ended three times while it ran.').waitFor();
});

test('of a retried task nothing runs: it waits, and so does one whose cancel was undone', {
  skip,
}, async () => {
  await follow(page, '/tasks');
  const row = (name: string) => page.locator('tbody tr').filter({ hasText: name });
  const again = await api.createTask({ type: 'wait', name: 'Again', params: { seconds: 1 } });
  await api.cancelTask({ id: again.id });
  assert.equal((await api.retryTask({ id: again.id })).status, 'processing');
  await page.goto(`${at.url}/tasks`);
  await row('Again').getByText('Waiting', { exact: true }).waitFor();
  await row('Again').getByText('0 of 1').waitFor();
  await row('Behind').getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 task' }).click();
  await row('Behind').getByText('Cancelled').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row('Behind').getByText('Waiting', { exact: true }).waitFor();
  assert.equal(await row('Behind').getByRole('progressbar').count(), 0);
});

test('Undo works while an item still stops', { skip }, async () => {
  const row = page.locator('tbody tr').filter({ hasText: 'Crashes' });
  await row.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 task' }).click();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  assert.notEqual((await api.getTask({ id })).status, 'completed');
  await page.getByText('The cancel of 1 task was undone').last().waitFor();
  await waitFor(async () => (await api.getItem({ id, index: 0 })).attempt === 5);
  assert.deepEqual(at.complaints, []);
});
