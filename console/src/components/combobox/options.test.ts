import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, namedFirst, optionOf } from './options.ts';

const zones = [
  { value: 'Etc/UTC', label: 'Etc/UTC' },
  { value: 'UTC', label: 'UTC' },
  { value: 'Asia/Shanghai', label: 'Asia/Shanghai', hint: '中国标准时间' },
];

test('an option is found by a part of either of its names', () => {
  const found = (text: string) => zones.filter((one) => fits(one, text)).map(({ value }) => value);
  assert.deepEqual(found('shang'), ['Asia/Shanghai']);
  assert.deepEqual(found(' 中国'), ['Asia/Shanghai']);
  assert.deepEqual(found('utc'), ['Etc/UTC', 'UTC']);
});

test('a text is the option of that name, or the only one that it fits', () => {
  assert.equal(optionOf('utc', zones)?.value, 'UTC');
  assert.equal(optionOf('标准', zones)?.value, 'Asia/Shanghai');
  assert.equal(optionOf('t', zones), undefined);
  const twins = [1, 2].map((at) => ({ value: `${at}`, label: 'Chen Wei', hint: `wei${at}@example.com` }));
  assert.equal(optionOf('chen wei', twins), undefined);
  assert.equal(optionOf('wei2@', twins)?.value, '2');
  assert.deepEqual(
    namedFirst('utc', zones).map(({ value }) => value),
    ['UTC', 'Etc/UTC', 'Asia/Shanghai'],
  );
  assert.equal(namedFirst('ut', zones), zones);
});
