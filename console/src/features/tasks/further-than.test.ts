import assert from 'node:assert/strict';
import { test } from 'node:test';
import { furtherThan } from './further-than.ts';

test('what the name says is not said again below it', () => {
  assert.equal(furtherThan('a fox', 'a fox'), null);
  assert.equal(furtherThan('a f…', 'a fox'), null);
  assert.equal(furtherThan('a fox', null), null);
  assert.equal(furtherThan('My picture', 'a fox'), 'a fox');
});

test('the values of a matrix stand below its prompt', () => {
  assert.equal(furtherThan('a {animal}', 'a {animal} · fox, owl · day'), 'fox, owl · day');
  assert.equal(furtherThan('a {an…', 'a {animal} · fox, owl'), 'fox, owl');
});
