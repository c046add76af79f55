import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArchiveNames, downloadName } from '../../../src/services/tasks/archive/archive-names.ts';

const nameOf = (value: string, file = 'image.webp', index: number | null = 0) =>
  new ArchiveNames().name({ index, label: { name: value } }, file, true);

test('a picture is called by its label', () => {
  const names = new ArchiveNames();
  assert.equal(
    names.name({ index: 4, label: { a: 'red fox', b: '雪' } }, 'image.webp', true),
    'red fox, 雪.webp',
  );
  assert.equal(
    names.name({ index: 4, label: { a: '清晨', b: '森林' } }, 'image.webp', true),
    '清晨、森林.webp',
  );
  assert.equal(names.name({ index: 4, label: { a: 'owl' } }, 'image.webp', false), 'owl, image.webp');
  assert.equal(
    names.name({ index: 5, label: { a: 'forest, dawn', b: 'mist' } }, 'image.webp', true),
    'forest, dawn; mist.webp',
  );
  assert.equal(
    names.name({ index: 6, label: { a: '森林，清晨', b: '雾' } }, 'image.webp', true),
    '森林，清晨；雾.webp',
  );
  assert.equal(names.name({ index: 4, label: null }, 'report.pdf', true), '4 report.pdf');
  assert.equal(names.name({ index: null, label: null }, 'report.pdf', true), 'report.pdf');
  assert.equal(names.name({ index: 7, label: { a: '' } }, 'image.webp', true), '7 image.webp');
});

test('nothing in a label leads out of the folder or cannot stand in a name', () => {
  const odd = [
    '..',
    '../../etc/passwd',
    'C:\\Windows\\x',
    'a\0b\nc\u007f',
    '\u202egpj.exe',
    'CON',
    ' . ',
    'tab\there',
    'a"b<c>d|e?f*g',
    '\ud800',
  ];
  for (const value of odd) {
    for (const name of [nameOf(value), nameOf('x', value), nameOf(value, value, null)]) {
      assert.doesNotMatch(
        name,
        /[\p{Cc}\p{Cf}/\\:*?"<>|]|\.\.|^[\s.]|[\s.]$/u,
        JSON.stringify([value, name]),
      );
      assert.doesNotMatch(name, /^con(\.|$)/i);
      assert.ok(name.isWellFormed() && name.length > 0);
    }
  }
});

test('no name is that of a device of Windows, which looks only before the first dot', () => {
  for (const value of ['con.a', 'CON.a.b', 'nul .x', 'Aux', 'com1.txt', 'lpt¹.q'])
    for (const name of [nameOf(value), nameOf('', `${value}.webp`, null)]) assert.equal(name[0], '_', name);
  assert.equal(nameOf('contact.a'), 'contact.a.webp');
});

test('names have at most 255 bytes, cut between characters', () => {
  const family = '👩‍👩‍👧‍👦';
  for (const letter of ['x', '图', 'é', family]) {
    const names = new ArchiveNames();
    const label = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, letter.repeat(120)]),
    );
    for (let index = 0; index < 12; index += 1) {
      const name = names.name({ index, label }, `${letter.repeat(60)}.webp`, index % 2 === 0);
      assert.ok(Buffer.byteLength(name) <= 255 && name.isWellFormed(), name);
      assert.ok(name.endsWith(index < 1 ? '.webp' : ').webp') || index === 1, name);
      assert.doesNotMatch(name, /\u200d(\)|,|\.|$)/);
    }
  }
});

test('no two names are the same, whatever the case and the form of an accent', () => {
  const names = new ArchiveNames(['index.html']);
  const given = ['Fox', 'fox', 'FOX', 'fox (2)', 'é', 'e\u0301'].map((value) =>
    names.name({ index: 0, label: { value } }, 'a.webp', true),
  );
  assert.deepEqual(given, [
    'Fox.webp',
    'fox (2).webp',
    'FOX (3).webp',
    'fox (2) (2).webp',
    'é.webp',
    'é (2).webp',
  ]);
  assert.equal(names.name({ index: null, label: null }, 'INDEX.HTML', true), 'INDEX (2).HTML');
});

test('a download shows its real ending, fits every file system and is never without a name', () => {
  assert.equal(downloadName('Foxes in 雪', 'zip'), 'Foxes in 雪.zip');
  assert.equal(downloadName('x\u202egnp', 'zip'), 'x gnp.zip');
  assert.equal(downloadName('../../x', 'png'), '_.._x.png'.replace('..', '.'));
  for (const blank of ['', ' ', '\u200b', '..']) assert.equal(downloadName(blank, 'webp'), 'task.webp');
  const long = downloadName('图'.repeat(200), 'jpeg');
  assert.ok(Buffer.byteLength(long) <= 255 && long.endsWith('图.jpeg'), long);
});

test('a label of any length is read as far as a name can be long', () => {
  // To normalise all of it would take minutes.
  const begun = performance.now();
  assert.match(nameOf(`a${'\u0301\u0327\u0316'.repeat(100_000)}`), /\.webp$/);
  assert.ok(performance.now() - begun < 10_000);
});
