import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, optionOf } from '../../components/combobox/options.ts';
import { Formats } from '../../formats/formats.ts';
import { schedules as en } from '../../words/en/schedules.ts';
import { schedules as zh } from '../../words/zh/schedules.ts';
import { zoneOptions } from './zones.ts';

const all = { en: zoneOptions(new Formats('en'), en), zh: zoneOptions(new Formats('zh'), zh) };
const found = (language: 'en' | 'zh', text: string) =>
  all[language].filter((one) => fits(one, text)).map(({ value }) => value);

test('a time zone is found by the cities in it, in the words of the language', () => {
  for (const [text, zone] of [
    ['北京', 'Asia/Shanghai'],
    ['上海', 'Asia/Shanghai'],
    ['beijing', 'Asia/Shanghai'],
    ['香港', 'Asia/Hong_Kong'],
    ['中国', 'Asia/Shanghai'],
    ['纽约', 'America/New_York'],
  ] as const)
    assert.ok(found('zh', text).includes(zone), text);
  assert.deepEqual(found('en', 'new york'), ['America/New_York']);
  assert.deepEqual(found('en', 'Beijing'), ['Asia/Shanghai']);
});

test('a time zone is called what people call it, and is the option of its own id', () => {
  const shown = (language: 'en' | 'zh', zone: string) => {
    const option = all[language].find(({ value }) => value === zone);
    return [option?.label, option?.hint];
  };
  assert.deepEqual(shown('zh', 'Asia/Shanghai'), ['中国标准时间（Asia/Shanghai）', 'UTC+8']);
  assert.deepEqual(shown('en', 'Asia/Shanghai'), ['Asia/Shanghai', 'UTC+8 · China Standard Time']);
  for (const language of ['en', 'zh'] as const) {
    assert.equal(optionOf('utc', all[language])?.value, 'UTC');
    assert.equal(optionOf('Asia/Shanghai', all[language])?.value, 'Asia/Shanghai');
  }
});
