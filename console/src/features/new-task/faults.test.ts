import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultAt, faultsElsewhere, faultsWithout, faultWithin } from './faults.ts';

const faults = [
  { path: 'params.prompt', message: 'Is too long.' },
  { path: 'params.variables.style.1', message: 'Is no style.' },
  { path: 'params.variables.style.2', message: 'Is no style.' },
  { path: 'params', message: 'Make too many.' },
];

test('a fault stands at its field, once, and what has no field stands apart', () => {
  assert.equal(faultAt(faults, 'params.prompt'), 'Is too long.');
  assert.equal(faultAt(faults, 'params.variables.style'), 'Is no style.');
  assert.equal(faultAt(faults, 'params.variables.sty'), undefined);
  assert.equal(faultAt(faults, ''), 'Is too long.\nIs no style.\nMake too many.', 'one a line');
  assert.deepEqual(faultsElsewhere(faults, ['params.prompt', 'params.variables']), [
    { path: 'params', message: 'Make too many.' },
  ]);
  assert.equal(faultsWithout(faults, 'params.variables').length, 2);
});

test('errors inside the text of a field name what they are about', () => {
  const faults = [
    { path: 'params.deep.n', message: '不能大于 5。' },
    { path: 'params.deep', message: '无效。' },
    { path: 'params.other', message: '必须填写。' },
  ];
  assert.equal(
    faultWithin(faults, 'params.deep', (name) => `${name}：`),
    'n：不能大于 5。\n无效。',
  );
  assert.equal(faultWithin(faults, 'params.none', String), undefined);
});
