import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../support/temp-folder.ts';
import { checkLayers } from './check-layers.ts';
import { fileCircles } from './file-circles.ts';

/** What the rule says about a tree of these files, as `file:line rule`. */
async function check(files: Record<string, string>): Promise<string[]> {
  const root = await tempFolder('backend2-layers-');
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, 'src', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return checkLayers(root).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

const GOOD = {
  'errors.ts': '',
  'settings.ts': 'export const read = () => process.env.PORT;',
  'data/contracts/index.ts': "export * from '../words.ts';",
  'data/words.ts': '',
  'data/redis/open.ts': "import { Redis } from 'ioredis';\nimport type { A } from '../contracts/index.ts';",
  'data/sqlite/open.ts': "import { DatabaseSync } from 'node:sqlite';\nimport '../words.ts';",
  'task-types/wait.ts': "import { setTimeout } from 'node:timers/promises';",
  'services/tasks/tasks.ts':
    "import type { A } from '../../data/contracts/index.ts';\nimport '../../errors.ts';\nimport '../../runtime/log.ts';\nimport '../../task-types/wait.ts';\nimport '../engine/engine.ts';",
  'worker/worker.ts': "import '../services/engine/engine.ts';",
  'runtime/log.ts': '',
  'services/engine/engine.ts': '',
  'scheduler/scheduler.ts': "import '../services/tasks/tasks.ts';",
  'api/app.ts':
    "import fastify from 'fastify';\nimport cors from '@fastify/cors';\nimport '../services/tasks/tasks.ts';",
  'processes/wiring.ts': "import '../data/redis/open.ts';\nimport '../api/app.ts';\nprocess.env.X;",
  'cli.ts': "await import('./processes/wiring.ts');",
};

test('the product keeps the layer rule', () => {
  assert.deepEqual(checkLayers(resolve(import.meta.dirname, '../..')), []);
});

test('a tree that keeps the rule has no violation', async () => {
  assert.deepEqual(await check(GOOD), []);
});

const planted: [name: string, file: string, text: string, expected: RegExp][] = [
  [
    'the application in what draws pictures',
    'pictures/a.ts',
    "import '../services/engine/engine.ts';",
    /a\.ts:1 pictures does not import services\/engine/,
  ],
  [
    'Fastify outside the API',
    'services/a.ts',
    "import type { X } from 'fastify';",
    /a\.ts:1 fastify: Fastify/,
  ],
  ['a Fastify plugin in a process', 'processes/a.ts', "import '@fastify/jwt';", /:1 @fastify\/jwt/],
  [
    'a driver in a service',
    'services/a.ts',
    "\nimport { MongoClient } from 'mongodb';",
    /a\.ts:2 mongodb: driv/,
  ],
  ['a driver in a process', 'processes/a.ts', "const m = await import('ioredis');", /a\.ts:1 ioredis/],
  ['a driver in a contract', 'data/contracts/a.ts', "import 'node:sqlite';", /a\.ts:1 node:sqlite/],
  [
    'an engine in a service',
    'services/a.ts',
    "import '../data/redis/open.ts';",
    /services\/shared does not import data\/redis/,
  ],
  [
    'an engine in the API',
    'api/v1/a.ts',
    "export * from '../../data/redis/open.ts';",
    /api does not import data\/re/,
  ],
  [
    'an engine that uses another',
    'data/redis/a.ts',
    "import '../sqlite/open.ts';",
    /data\/redis does not import data/,
  ],
  [
    'the API in a service',
    'services/a.ts',
    "import {\n  a,\n} from '../api/app.ts';",
    /a\.ts:3 services\/shared does not/,
  ],
  [
    'a service in an engine',
    'data/redis/a.ts',
    "import type { A } from '../../services/tasks/tasks.ts';",
    /not import serv/,
  ],
  ['a worker in the API', 'api/a.ts', "import '../worker/worker.ts';", /api does not import worker/],
  [
    'wiring in a service',
    'services/a.ts',
    "import '../processes/wiring.ts';",
    /nothing imports src\/processes/,
  ],
  [
    'the environment in a service',
    'services/a.ts',
    '// a\nconst a = process.env.A;',
    /a\.ts:2 only src\/settings/,
  ],
  [
    'an import of nothing',
    'services/a.ts',
    "import './missing.ts';",
    /a\.ts:1 imports \.\/missing\.ts, which/,
  ],
  ['a vague file name', 'services/task-utils.ts', '', /task-utils\.ts:1 a name says/],
  ['a vague folder name', 'services/helpers/a.ts', '', /helpers\/a\.ts:1 a name says/],
  [
    'a path of the API in a service',
    'services/a.ts',
    'const a = `/api/v1/tasks`;',
    /a\.ts:1 only src\/api names its paths/,
  ],
  ['an unknown layer', 'things/a.ts', "import '../errors.ts';", /a layer this rule does not know/],
  [
    'tasks in the engine',
    'services/engine/a.ts',
    "import '../tasks/tasks.ts';",
    /services\/engine does not import services\/tasks/,
  ],
  [
    'the application in a small machine',
    'runtime/a.ts',
    "import '../services/engine/engine.ts';",
    /runtime does not import/,
  ],
  [
    'the audit log that knows what it is told of',
    'services/audit/a.ts',
    "import '../tasks/tasks.ts';",
    /services\/audit does not import services\/tasks/,
  ],
  ['a cycle of layers', 'services/engine/a.ts', "import '../tasks/tasks.ts';", /import one another/],
];
for (const [name, file, text, expected] of planted) {
  test(`catches ${name}`, async () => {
    const found = await check({ ...GOOD, [file]: text });
    assert.ok(
      found.some((line) => expected.test(line)),
      `found: ${found.join('\n')}`,
    );
  });
}

test('reads no import out of comments and strings', async () => {
  const text = "/* import 'fastify'; */\n// import 'mongodb';\nconst a = `\\nprocess`; const b = 'x // y';\n";
  assert.deepEqual(await check({ ...GOOD, 'services/a.ts': text }), []);
});

test('no files import one another in a circle', () => {
  const folders = ['src', 'client/src', 'console/src', 'tests', 'bench', 'scripts'];
  assert.deepEqual(fileCircles(resolve(import.meta.dirname, '../..'), folders), []);
});

test('a circle of files is found, through types, another folder and a name of a package too', async () => {
  const root = await tempFolder('backend2-circles-');
  const files: Record<string, string> = {
    'src/a.ts': "import type { B } from './rooms/b.ts';",
    'src/rooms/b.ts': "export * from '../c.ts';",
    'src/c.ts': "const a = () => import('./a.ts');",
    'src/apart.ts': "import './a.ts';",
    'client/src/index.ts': "import '../../src/page.tsx';",
    'src/page.tsx': "import { Client } from '@client';",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  assert.deepEqual(fileCircles(root, ['src', 'client/src']), [
    ['src/a.ts', 'src/c.ts', 'src/rooms/b.ts'],
    ['client/src/index.ts', 'src/page.tsx'],
  ]);
});
