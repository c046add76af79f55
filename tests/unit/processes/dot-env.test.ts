import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDotEnv, readEnvironment } from '../../../src/processes/environment.ts';
import { SettingsError } from '../../../src/settings.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const parse = (text: string | Uint8Array) => ({
  ...parseDotEnv(typeof text === 'string' ? Buffer.from(text) : text, '.env'),
});

test('lines are read as they are written', () => {
  assert.deepEqual(
    parse(
      '# a comment\n\nexport A=1\nB = two words \nC="#1 # 2"\nD=x # a comment\nE=\nF=\'a\nb\'\nG.h=`"`\n',
    ),
    {
      A: '1',
      B: 'two words',
      C: '#1 # 2',
      D: 'x',
      E: '',
      F: 'a\nb',
      'G.h': '"',
    },
  );
});

test('a value that is meant as it is', () => {
  const key =
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIH000000AA==\nAbcdefg=\n-----END PRIVATE KEY-----';
  assert.deepEqual(
    parse(
      `K="${key}"\nL="a\\nNODE_ENV=production"\nS='\${A}'\nT='$A'\nU=pa$$word$x\nV=$2b$10\nW=\`it's \${A}\`\n`,
    ),
    {
      K: key,
      L: 'a\nNODE_ENV=production',
      S: '$' + '{A}',
      T: '$A',
      U: 'pa$$word$x',
      V: '$2b$10',
      W: "it's $" + '{A}',
    },
  );
});

test('a byte order mark, UTF-16 and the line ends of other systems lose no line', () => {
  const expected = { NODE_ENV: 'production', PORT: '8001' };
  for (const end of ['\n', '\r\n', '\r']) {
    const text = `\uFEFFNODE_ENV=production${end}PORT=8001${end}`;
    const big = Buffer.from(text, 'utf16le').swap16();
    assert.deepEqual(parse(text), expected);
    assert.deepEqual(parse(Buffer.from(text, 'utf16le')), expected);
    assert.deepEqual(parse(big), expected);
  }
});

test('an empty value with a blank after it does not take the next line', () => {
  for (const blank of ['', ' ', '\t', ' \t '])
    assert.deepEqual(parse(`A=${blank}\nNODE_ENV=production\n`), { A: '', NODE_ENV: 'production' });
});

const refused: [what: string, text: string | Uint8Array, message: RegExp][] = [
  ['a line that is no assignment', 'A=1\nNODE_ENV production\n', /line 2: a line must be NAME=value/],
  ['a name with a dash', 'NODE-ENV=production', /line 1: a line must be NAME=value/],
  [
    'a quote that is never closed',
    'A=1\nB="two\nC=3\n',
    /line 2: the quote that opens the value of B is never closed/,
  ],
  [
    'text after a closing quote',
    "PASSWORD='it's'",
    /line 1: the value of PASSWORD would end at its second '/,
  ],
  ['a # inside a value', 'PASSWORD=abc#def', /line 1: the value of PASSWORD would end at its #/],
  ['a value that begins with #', 'PASSWORD=#def', /line 1: the value of PASSWORD would end at its #/],
  ['a name that is set twice', 'A=1\nB=2\nA=3', /line 3: A is set on line 1 already/],
  ...['\u00A0', '\uFEFF', '\v', '\f', '\u200B', '\u3000'].flatMap((unseen): [string, string, RegExp][] => {
    const code = `U+${unseen.charCodeAt(0).toString(16)}`;
    return [
      [
        `${code} before a name`,
        `A=1\n${unseen}NODE_ENV=production`,
        /line 2: it contains an invisible character/,
      ],
      [`${code} after a name`, `NODE_ENV${unseen}=production`, /line 1: it contains an invisible character/],
      [
        `${code} after export`,
        `export${unseen}NODE_ENV=production`,
        /line 1: it contains an invisible character/,
      ],
      [
        `${code} before a value`,
        `NODE_ENV=${unseen}production`,
        /line 1: the value of NODE_ENV begins or ends with/,
      ],
      [
        `${code} after a value`,
        `NODE_ENV=production${unseen}`,
        /line 1: the value of NODE_ENV begins or ends with/,
      ],
      [`${code} before a quote`, `A=${unseen}"x"`, /line 1: the value of A begins or ends with/],
      [`${code} before a comment`, `B=1\n${unseen}# A=1`, /line 2: it contains an invisible character/],
      [
        `${code} before the comment of a value`,
        `A=x${unseen}# c`,
        /line 1: the value of A would end at its #/,
      ],
    ];
  }),
  ...['\v', '\f', '\u0085', '\u2028', '\u2029', '\u001b'].flatMap((unseen): [string, string, RegExp][] => {
    const code = `U+${unseen.charCodeAt(0).toString(16)}`;
    const message = /line 1: (the value of A contains a control character|it contains an invisible)/;
    return [
      [`${code} in a value`, `A=x${unseen}y`, message],
      [`${code} in quotes`, `A="x${unseen}y"`, message],
    ];
  }),
  [
    'a quote that a later line closes',
    'SECRET_KEY="abc\nNODE_ENV=production\nX="\n',
    /line 1: the quote that opens the value of SECRET_KEY is closed only on line 3, and line 2 looks like a setting/,
  ],
  [
    'the same with a name of a task type',
    "GREETING='Hello\nexport A=1\nB='\n",
    /line 1: .* and line 2 looks/,
  ],
  ['the same after other lines', 'A=1\nB="x\n# y\n  C = 1\nD="\n', /line 2: .* on line 5, and line 4 looks/],
  ...['{A}', '"{A}"', 'x{A}y', '(openssl rand -hex 32)', 'A', '"HOME/data"', '{A:-b}', '`A"`'].map(
    (text): [string, string, RegExp] => {
      const value = text.replace(/(?=[{(])|(?<![{(].*)(?=[A-Z])/, '$');
      return [
        `the variable or command ${value}`,
        `B=1\nS=${value}`,
        /line 2: nothing is filled in for the \$ in/,
      ];
    },
  ),
  ['a command in backquotes', 'S=`openssl rand -hex 32`', /line 1: backquotes do not run a command here/],
  ['a tab after export', 'export\tNODE_ENV=production', /line 1: a line must be NAME=value/],
  ['bytes that are no text', Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]), /not text in UTF-8/],
  ['NUL characters, as of UTF-16 without a mark', Buffer.from('A=1\n', 'utf16le'), /NUL/],
];
for (const [what, text, message] of refused) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => parse(text),
      (error) =>
        error instanceof SettingsError && error.message.startsWith('.env') && message.test(error.message),
    );
  });
}

test('only a missing file counts as none; what is no file is refused at once', async () => {
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  await writeFile(at('whole'), 'A=1\n');
  await symlink(at('whole'), at('link'));
  await symlink(at('nothing'), at('dangling'));
  await mkdir(at('folder'));
  await writeFile(at('huge'), '#'.repeat(300_000));
  assert.deepEqual(readEnvironment(at('nothing')).dot_env_names, []);
  assert.deepEqual(readEnvironment(at('link')).dot_env_names, ['A']);
  const expected: [string, RegExp][] = [
    ['dangling', /: it is a link to a file that does not exist$/],
    ['folder', /: it is a folder$/],
    ['huge', /: it is larger than 256 KiB$/],
  ];
  if (process.platform !== 'win32') {
    assert.equal(spawnSync('mkfifo', [at('pipe')]).status, 0);
    expected.push(['pipe', /: it is a pipe, socket or device, not a file$/]);
  }
  for (const [name, message] of expected)
    assert.throws(
      () => readEnvironment(at(name)),
      (error) => error instanceof SettingsError && message.test(error.message),
    );
});
