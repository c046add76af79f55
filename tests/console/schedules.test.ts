/** Schedules and webhooks, as somebody who clicks makes and tries them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole(undefined, { path: '/schedules' });
let receiver: WebhookReceiver;
before(async () => {
  if (!skip) receiver = await startReceiver();
});
after(() => receiver?.close());

test('a schedule is made, says in words when it fires, and runs at once', { skip }, async () => {
  await page.getByText('No schedules yet').waitFor();
  await page.getByRole('link', { name: 'New schedule' }).click();
  // The same words are also read out.
  const shown = (text: string) => page.locator('#content').getByText(text);
  await shown('At 08:00, Monday through Friday').waitFor();
  const repeat = async (name: string) => {
    await page.getByRole('combobox', { name: 'Repeat' }).click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  await repeat('Every week');
  await page.getByRole('button', { name: 'Thursday' }).click();
  await page.getByLabel('At', { exact: true }).fill('18:30');
  await shown('At 18:30, only on Monday and Thursday').waitFor();
  // On one clock everywhere, however it is typed.
  await page.getByLabel('At', { exact: true }).fill('7:05 pm');
  await page.keyboard.press('Tab');
  await shown('At 19:05, only on Monday and Thursday').waitFor();
  assert.equal(await page.getByLabel('At', { exact: true }).inputValue(), '19:05');
  await repeat('Cron rule');
  const cron = page.getByRole('textbox', { name: 'Cron rule' });
  await cron.fill('0 0 30 2 *');
  await page.getByText('Never fires.').waitFor();
  await cron.fill('0 0 29 2 *');
  await shown('At 00:00, on day 29 of the month').waitFor();
  assert.equal(await page.locator('ol time').count(), 5);
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await zone.fill('europe/berl');
  await page.keyboard.press('Tab');
  assert.equal(await zone.inputValue(), 'Europe/Berlin', 'the only match is taken');
  await zone.fill('Atlantis');
  await page.keyboard.press('Enter');
  await page
    .getByText(/time zone/i)
    .and(page.getByRole('alert'))
    .waitFor();
  assert.equal(await zone.inputValue(), 'Atlantis');
  await zone.fill('Asia/Tokyo');
  await page.locator('#content h1').click();
  assert.equal(await zone.inputValue(), 'Asia/Tokyo');
  await page.getByRole('combobox', { name: 'Task type' }).click();
  await page.getByRole('option', { name: 'Wait', exact: true }).click();
  await page.getByRole('button', { name: 'Create schedule' }).click();
  await page.getByText('Fill this in.').first().waitFor();
  await page.getByRole('textbox', { name: 'Schedule name' }).fill('Leap day');
  await page.getByLabel('Seconds').fill('0');
  await page.getByRole('complementary').getByText('Each run makes 1 item').waitFor();
  await page.getByRole('button', { name: 'Create schedule' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leap day' }).waitFor();
  // What cannot be pressed does not float over the page.
  const save = page.getByRole('button', { name: 'Save', disabled: true });
  await save.waitFor();
  const foot = 'document.querySelector("form [type=submit]").parentElement';
  assert.equal(await page.evaluate(`getComputedStyle(${foot}).position`), 'static');

  // What is changed and not saved is there after the page was loaded again; taken back, it is as saved.
  const name = page.getByRole('textbox', { name: 'Schedule name' });
  await name.fill('Every fourth year');
  await page.reload();
  await page.getByRole('button', { name: 'Save', disabled: false }).waitFor();
  assert.equal(await name.inputValue(), 'Every fourth year');
  await name.fill('Leap day');
  await save.waitFor();

  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('Created a task').waitFor();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('None: the schedule is switched off.').waitFor();
  await page.getByRole('link', { name: 'Show the task' }).click();
  await page.getByText('Completed', { exact: true }).first().waitFor();
  await follow(page, '/schedules');
  await page.getByRole('link', { name: 'Leap day' }).click();
  await page.getByRole('button', { name: 'Delete schedule' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete schedule' }).click();
  await page.getByText('No schedules yet').waitFor();
});

test('a webhook shows its secret once; a test arrives, and can be sent again', { skip }, async () => {
  await follow(page, '/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await dialog.getByText('Type the address to call.').waitFor();
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://user:pw@example.com/');
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await dialog.getByText('must not contain a user name').waitFor();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  const types = dialog.getByRole('combobox', { name: 'Task types' });
  for (const type of ['Image matrix', 'Wait']) {
    await types.fill(type.slice(0, 3));
    await page.getByRole('option', { name: type }).click();
  }
  await types.fill('');
  await dialog.getByRole('button', { name: 'Remove Image matrix' }).click();
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  const secret = await dialog.getByRole('status', { name: 'Secret' }).innerText();
  assert.match(secret, /^whsec_/);
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { level: 1, name: new URL(receiver.url).host }).waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await page.getByRole('button', { name: 'Remove Wait' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Remove Image matrix' }).count(), 0);

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('Delivered', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send again' }).click();
  await waitFor(() => receiver.received.length === 2);
  for (const one of receiver.received) receiver.verify(secret, one);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
