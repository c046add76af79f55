import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promptWithValues } from '../../src/task-types/image/summary.ts';

test('the summary of a matrix holds the values of its variables after the prompt', () => {
  const variables = { animal: ['fox', 'owl'], mood: ['', ' '], place: ['forest', '', 'desert'] };
  assert.equal(
    promptWithValues({ prompt: 'a {animal}\n in {place}{mood}', variables }),
    'a {animal} in {place}{mood} · fox, owl · forest, desert',
  );
});

test('Chinese values are listed with the comma of Chinese lists', () => {
  const variables = { 动物: ['狐狸', '猫头鹰'], place: ['forest', 'desert'] };
  assert.equal(
    promptWithValues({ prompt: '{动物}, {place}', variables }),
    '{动物}, {place} · 狐狸、猫头鹰 · forest, desert',
  );
});

test('a prompt without variables is its own summary', () => {
  assert.equal(promptWithValues({ prompt: 'a fox' }), 'a fox');
  assert.equal(promptWithValues({ prompt: 'a fox{mood}', variables: { mood: [''] } }), 'a fox{mood}');
});

test('a long prompt gives way to the values, and keeps its first hundred characters', () => {
  const prompt = `{animal} ${'very '.repeat(100)}small`;
  const few = promptWithValues({ prompt, variables: { animal: ['fox', 'owl'] } });
  assert.equal([...few].length, 200);
  assert.ok(few.endsWith('… · fox, owl'), few);
  const many = promptWithValues({ prompt, variables: { animal: Array<string>(50).fill('fox') } });
  assert.ok(many.startsWith(`${prompt.slice(0, 99)}… · fox, fox`), many);
});
