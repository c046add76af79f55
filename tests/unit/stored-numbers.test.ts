import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMessage } from '../../src/data/redis/bus-message.ts';
import { number } from '../../src/data/sqlite/table.ts';
import {
  areQuotas,
  DamagedValue,
  isCover,
  isFileList,
  isNumber,
  isPicks,
  isSlotList,
  isWhole,
  parsed,
} from '../../src/data/stored-values.ts';

test('numbers have an end, and those that count something are whole', () => {
  for (const text of ['1e999', '-1e999', '1e300', '9007199254740993', '"1"', 'null', '[1]', 'true'])
    for (const is of [isNumber, isWhole])
      assert.throws(() => parsed(text, is), DamagedValue, `${is === isNumber} ${text}`);
  for (const value of [Number.NaN, undefined, 1n]) assert.equal(isNumber(value), false);
  assert.deepEqual([isNumber(1.5), isWhole(1.5), isNumber(-3), isWhole(0)], [true, false, true, true]);
});

test('stored lists with a number without an end, or with a part of a count, are damaged', () => {
  const good = {
    slots: ['[{"index":1,"attempt":2,"state":"queued"}]', isSlotList],
    files: ['[{"name":"a","content_type":"b","bytes":1,"sha256":"c"}]', isFileList],
    cover: ['{"index":1,"name":"a"}', isCover],
    picks: ['{"cancelled":[[1,2]],"again":[]}', isPicks],
    quotas: ['{"items":1}', areQuotas],
  } as const;
  for (const [name, [text, is]] of Object.entries(good)) {
    assert.doesNotThrow(() => parsed(text, is), name);
    for (const wrong of name === 'quotas' ? ['1e999'] : ['1e999', '0.5'])
      assert.throws(() => parsed(text.replace('1', wrong), is), DamagedValue, `${name} ${wrong}`);
  }
});

test('a number column that holds none is damaged and read as 0', () => {
  for (const stored of ['abc', Number.POSITIVE_INFINITY, 2n ** 60n])
    assert.throws(() => number.decode(stored), DamagedValue, String(stored));
  assert.deepEqual([number.decode(5n), number.decode(1.5), number.substitute], [5, 1.5, 0]);
});

test('messages from outside with such numbers are none', () => {
  const sent = (revision: string) => JSON.parse(`{"task_id":"a","revision":${revision}}`);
  for (const wrong of ['1e999', '0.5', '-1']) assert.equal(isMessage('cancel', sent(wrong)), false, wrong);
  assert.equal(isMessage('cancel', sent('3')), true);
});
