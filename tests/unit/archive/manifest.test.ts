import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ArchivedItem,
  csvHead,
  csvLines,
  forScript,
  manifestItem,
} from '../../../src/services/tasks/archive/manifest.ts';

const item = (changes: Partial<ArchivedItem> = {}): ArchivedItem => ({
  index: 2,
  status: 'completed',
  attempt: 1,
  label: null,
  error: null,
  files: [],
  finished_at: null,
  ...changes,
});

test('cells that a spreadsheet would run get an apostrophe, and all keep their place', () => {
  const values = [
    '=1+1',
    '+1',
    '-1',
    '@sum',
    '\t=1',
    'plain',
    'a,b',
    'say "x"',
    'two\nlines',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
  ];
  const label = Object.fromEntries(values.map((value, at) => [`v${at}`, value]));
  const line = csvLines(item({ label }), Object.keys(label), null);
  assert.equal(
    line,
    `2,completed,'=1+1,'+1,'-1,'@sum,'\t=1,plain,"a,b","say ""x""","two\nlines","'\n=1",'＝1,'＋1,'－1,'＠a,,,,,\r\n`,
  );
  assert.equal(
    csvHead(['file', '=x']),
    "\ufeffindex,status,label file,'=x,error,result,file,bytes,sha256\r\n",
  );
});

test('a result stands in the manifest as it was stored', () => {
  const label = { result: '"result":null' };
  const text = manifestItem(item({ label }), '{"cost":"$&","n":12345678901234567890}');
  assert.ok(text.includes('"result":{"cost":"$&","n":12345678901234567890}'), text);
  assert.deepEqual(JSON.parse(text).label, label);
  assert.equal(JSON.parse(manifestItem(item({ label }), null)).result, null);
});

test('nothing in the data of the page ends its script', () => {
  const text = forScript({ name: '</script><script>alert(1)</script><!--' });
  assert.doesNotMatch(text, /</);
  assert.equal(JSON.parse(text).name, '</script><script>alert(1)</script><!--');
});
