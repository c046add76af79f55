import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronOf, shapeOf } from './rule-shape.ts';

test('a rule that was chosen is shown as it was chosen', () => {
  const rules: [cron: string, kind: string][] = [
    ['*/15 * * * *', 'minutes'],
    ['5 * * * *', 'hourly'],
    ['30 18 * * *', 'daily'],
    ['0 8 * * 1-5', 'weekdays'],
    ['0 8 * * 0,3', 'weekly'],
    ['0 8 31 * *', 'monthly'],
    ['45 23 L * *', 'monthly'],
  ];
  for (const [cron, kind] of rules) {
    assert.equal(shapeOf(cron).kind, kind, cron);
    assert.equal(cronOf(shapeOf(cron), ''), cron);
  }
});

test('every other rule stays as it was written', () => {
  const rules = [
    '*/7 * * * *',
    '0 8 1 1 *',
    '0 8 1 * 1',
    '0 0 8 * * *',
    '@daily',
    '0 8 * * MON',
    '99 8 * * *',
    '0 8 0 * *',
    '',
  ];
  for (const cron of rules) {
    assert.equal(shapeOf(cron).kind, 'own', cron);
    assert.equal(cronOf(shapeOf(cron), cron), cron);
  }
});

test('another choice keeps the time', () => {
  assert.equal(cronOf({ ...shapeOf('30 18 * * 1-5'), kind: 'daily' }, ''), '30 18 * * *');
  assert.deepEqual(shapeOf('0 8 * * 7,1').days, [0, 1]);
});
