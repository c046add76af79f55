/** The page of a new task: the form of any type, and the builder of matrices. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { follow } from './follow.ts';
import { openedConsole } from './opened.ts';

const { skip, at, page } = await openedConsole(undefined, { env: { MAX_ITEMS_PER_TASK: '20' } });

const values = (name: string) => page.locator(`input[aria-label="Values of ${name}"]`);
const tags = (name: string) =>
  page
    .getByRole('list', { name: `Values of ${name}` })
    .locator('li > span')
    .allTextContents();
const paste = async (field: Locator, text: string) => {
  await field.focus();
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
};
/** The empty form: a draft of the test before is gone. */
const emptyForm = async (query: string) => {
  await follow(page, '/no-such-page');
  await page.evaluate('sessionStorage.clear()');
  await follow(page, `/tasks/new${query}`);
};
const taskOf = async (url: string) => {
  const id = new URL(url).pathname.split('/')[2] ?? '';
  return (await at.admin()).api.getTask({ id });
};

test('a 3 × 3 matrix is made with keys and a pasted list, and its pictures appear', { skip }, async () => {
  await page.locator('#content h1').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('heading', { level: 1, name: 'New task' }).waitFor();
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await preview.getByText('Preview', { exact: true }).waitFor();
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 422) refused.push(answer.url());
  });
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a {animal} in the {place}');
  await paste(values('animal'), 'owl\nfox\nhare');
  await page.getByRole('button', { name: 'Remove hare' }).waitFor();
  assert.deepEqual(await tags('animal'), ['owl', 'fox', 'hare']);
  await page.getByRole('button', { name: 'Remove owl' }).press('Alt+ArrowRight');
  assert.deepEqual(await tags('animal'), ['fox', 'owl', 'hare']);
  for (const places of ['forest', 'desert, city']) {
    await values('place').fill(places);
    await values('place').press('Enter');
  }
  await values('place').press('Enter');
  assert.match(page.url(), /\/new$/, 'Enter with nothing typed does not send the form');
  await page.getByRole('textbox', { name: 'Long edge' }).fill('64');
  await preview.getByText('9 pictures').waitFor();
  assert.deepEqual(refused, [], 'what still lacks a value is not sent to be refused');
  await preview.getByText('a fox in the forest').waitFor();
  await page.getByRole('button', { name: 'Move place' }).press('ArrowUp');
  await preview.getByText('a owl in the forest').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Nine of them');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Nine of them' }).waitFor();
  const task = await taskOf(page.url());
  assert.deepEqual((task.params as { variables: unknown }).variables, {
    place: ['forest', 'desert', 'city'],
    animal: ['fox', 'owl', 'hare'],
  });
  assert.deepEqual(Object.keys((task.params as { variables: object }).variables), ['place', 'animal']);
  await waitFor(
    () => page.evaluate('[...document.images].filter((one) => one.naturalWidth > 0).length === 9'),
    { timeout_ms: 60_000 },
  );
  // The page of the task names the params as the form does.
  await page.getByRole('tab', { name: 'Parameters' }).click();
  const term = (name: string) => page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) });
  for (const name of ['Prompt', 'Long edge', 'Pictures at once']) await term(name).waitFor();
});

test('a copy starts with all that the task was made of, and is changed before it is made', {
  skip,
}, async () => {
  const id = new URL(page.url()).pathname.split('/')[2];
  await follow(page, `/tasks/new?from=${id}`);
  await page.getByRole('button', { name: 'Remove hare' }).waitFor();
  assert.deepEqual(await tags('animal'), ['fox', 'owl', 'hare']);
  // The same seed would make the same pictures again, which is said, and a new one is a click away.
  const seed = page.getByRole('textbox', { name: 'Seed' });
  const before = await seed.inputValue();
  await page.getByText('The seed of the original: the same values').waitFor();
  await page.getByRole('button', { name: 'New seed' }).click();
  await page.getByText('The same seed makes the same picture again.').waitFor();
  assert.notEqual(await seed.inputValue(), before);
  // A placeholder that is renamed keeps its values.
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a {beast} in the {place}');
  assert.deepEqual(await tags('beast'), ['fox', 'owl', 'hare']);
  await page.getByRole('button', { name: 'Remove hare' }).press('Delete');
  await page.getByRole('complementary').getByText('6 pictures').waitFor();
  // What is still being typed is sent with the first press, although the button moves once the field has taken it.
  await values('beast').fill('wolf');
  await page.getByRole('button', { name: 'Create task' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  const { params, name } = await taskOf(page.url());
  assert.equal(name, 'Nine of them');
  assert.deepEqual((params as { variables: { beast: string[] } }).variables.beast, ['fox', 'owl', 'wolf']);
});

test('what is wrong stands at its field, and the limit is seen before it is hit', { skip }, async () => {
  await emptyForm('?type=image');
  await page.getByRole('button', { name: 'Create task' }).click();
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await waitFor(async () => (await prompt.getAttribute('aria-invalid')) === 'true');
  await waitFor(() => page.evaluate("document.activeElement.tagName === 'TEXTAREA'"));
  await prompt.fill('a {x} {y}');
  await page.getByText('To see the combinations, give “x” and “y” a value.').waitFor();
  await prompt.fill('a {style} {x}');
  await values('x').fill('1');
  await values('x').press('Enter');
  const panel = page.getByRole('complementary');
  // At its field, and in place of a count of pictures.
  await panel.getByText('{style} is reserved').waitFor();
  assert.equal(await page.getByText('{style} is reserved').count(), 2);
  assert.equal(await panel.getByText('picture').count(), 0);
  await prompt.fill('a {x}');
  await page.getByRole('button', { name: 'Style', exact: true }).click();
  await values('Style').fill('nope');
  await values('Style').press('Enter');
  await page.getByText('There is no such style').waitFor();
  await page.getByRole('button', { name: 'Remove nope' }).click();
  await values('Style').fill('ink');
  await values('Style').press('Enter');
  await page.getByRole('button', { name: 'Seed', exact: true }).click();
  await values('Seed').fill('1..21');
  await values('Seed').press('Enter');
  await page.getByText('Too many: at most 20 items in one task.').waitFor();
});

test('of a range that is too long it is said how many seeds were left out; values and variables are dragged', {
  skip,
}, async () => {
  await emptyForm('?type=image');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a {x} {y}');
  await paste(values('x'), '1\n2\n3');
  await values('y').fill('4');
  await values('y').press('Enter');
  const value = page.getByRole('list', { name: 'Values of x' }).getByRole('listitem');
  await value.first().dragTo(value.nth(2));
  await waitFor(async () => (await tags('x')).join() === '2,3,1');
  const handle = (name: string) => page.getByRole('button', { name: `Move ${name}`, exact: true });
  await handle('x').dragTo(handle('y'));
  await page.getByRole('complementary').getByText('a 2 4').first().waitFor();
  const order = () =>
    page.getByRole('button', { name: /^Move [xy]$/ }).evaluateAll((all) => all.map((one) => one.ariaLabel));
  await waitFor(async () => (await order()).join() === 'Move y,Move x');
  await page.getByRole('button', { name: 'Seed', exact: true }).click();
  await values('Seed').fill('1..2000');
  await values('Seed').press('Enter');
  await page.getByText('At most 50 values: 1,950 were left out.').first().waitFor();
  assert.equal((await tags('Seed')).length, 50);
});

test('a draft that was left is there again until it is sent or started over', { skip }, async () => {
  await emptyForm('?type=wait');
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.waitFor();
  assert.equal(await page.evaluate('sessionStorage.length'), 0, 'what nobody has changed is no draft');
  await name.fill('Half done');
  await page.getByRole('link', { name: 'Schedules' }).click();
  await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
  await page.keyboard.press('n');
  await page.getByText('Your draft was kept.').waitFor();
  assert.equal(await name.inputValue(), 'Half done');
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('Your draft was kept.').waitFor({ state: 'detached' });
  assert.equal(await name.inputValue(), '');
  assert.notEqual(await page.evaluate('document.activeElement.tagName'), 'BODY');

  await name.fill('Sent');
  await page.getByRole('textbox', { name: 'Seconds' }).fill('0');
  await page.getByRole('button', { name: 'Create task' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sent' }).waitFor();
  assert.deepEqual(await page.evaluate('Object.values(sessionStorage)'), ['[]']);
  await follow(page, '/tasks/new?type=wait');
  await name.waitFor();
  assert.equal(await page.getByText('Your draft was kept.').count(), 0);
});

test('on a phone the button is in sight from the start, and a variable without a value says what it lacks', {
  skip,
}, async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await emptyForm('?type=image');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a {x}');
  await page.getByRole('link', { name: 'Tasks', exact: true }).waitFor();
  const create = page.getByRole('button', { name: 'Create task' });
  const box = await create.boundingBox();
  assert.ok(box && box.y > 700 && box.y + box.height <= 844, JSON.stringify(box));
  await create.click();
  await page.getByText('Add at least one value.').waitFor();
  await values('x').fill('1');
  await values('x').press('Enter');
  await page.getByText('1 picture', { exact: true }).last().waitFor();
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('any type has a form from its schema, and 422 faults stand at its fields', { skip }, async () => {
  await emptyForm('?type=wait');
  await page.getByText('To see a preview, fill in “Seconds”.').waitFor();
  await page.getByRole('textbox', { name: 'Seconds' }).fill('-1');
  await page.getByRole('textbox', { name: 'Steps' }).fill('two');
  await page.getByRole('button', { name: 'Create task' }).click();
  for (const name of ['Seconds', 'Steps'])
    await waitFor(
      async () => (await page.getByRole('textbox', { name }).getAttribute('aria-invalid')) === 'true',
    );
  await page.getByText('Must be at least 0.').waitFor();
  await page.getByRole('textbox', { name: 'Seconds' }).fill('0');
  await page.getByRole('textbox', { name: 'Steps' }).fill('2');
  await page.getByRole('switch', { name: 'Share with everybody' }).click();
  await page.getByRole('button', { name: 'Create task' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  const { params, shared } = await taskOf(page.url());
  assert.deepEqual(params, { seconds: 0, steps: 2 });
  assert.equal(shared, true);
});

test('a value of a list keeps its comma, and pasted lines are values', { skip }, async () => {
  await emptyForm('?type=noop');
  await page.getByRole('textbox', { name: 'count' }).fill('1');
  const notes = page.getByRole('textbox', { name: 'notes' });
  await notes.fill('a fox, standing');
  await notes.press('Enter');
  await paste(notes, 'an owl, asleep\na hare');
  // What is still being typed is sent as well.
  await notes.fill('a wolf; a bear');
  await notes.press('Control+Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  const { params } = await taskOf(page.url());
  assert.deepEqual((params as { notes: unknown }).notes, [
    'a fox, standing',
    'an owl, asleep',
    'a hare',
    'a wolf; a bear',
  ]);
});

test('braces that make no variable are pointed out, and an unused variable is told once', {
  skip,
}, async () => {
  await emptyForm('');
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.fill('an {owl');
  await page.getByText('A brace without its partner').waitFor();
  await prompt.fill('a ｛bird｝');
  await page.getByRole('button', { name: 'Use plain braces' }).click();
  assert.equal(await prompt.inputValue(), 'a {bird}');
  const birds = page.locator('input[aria-label="Values of bird"]');
  await birds.fill('「owl, asleep」, hawk');
  await birds.press('Enter');
  await page.getByRole('button', { name: 'Remove owl, asleep' }).waitFor();
  await prompt.fill('a bird');
  await page.getByText('Correct the marked fields').waitFor();
  assert.equal(await page.getByText(/use[sd]? .*\{bird\}|not used in the prompt/).count(), 1);
  await page.getByRole('button', { name: 'Remove variable' }).click();
  await page.getByRole('complementary').getByText('1 picture', { exact: true }).waitFor();
});

test('who may not write is not offered a new task', { skip }, async () => {
  const guest = await at.account('guest@example.com', ['guest']);
  const other = await at.signedIn('/tasks', guest);
  await other.locator('#content h1').waitFor();
  assert.equal(await other.getByRole('link', { name: 'New task' }).count(), 0);
  await follow(other, '/tasks/new');
  await other.getByRole('heading', { name: 'You do not have access to this page' }).waitFor();
  await other.getByText('It is open to these roles: Administrator, Manager, and User').waitFor();
  await other.getByText('Your account has the role Guest.').waitFor();
  await at.leave(other);
});

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
