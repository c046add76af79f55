import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../../src/processes/commands/command-line.ts';
import { commands } from '../../../src/processes/commands/commands.ts';
import { UsageError } from '../../../src/processes/commands/usage-error.ts';

function read(line: string) {
  const [name = '', ...args] = line.split(' ');
  const command = commands[name];
  assert.ok(command, name);
  const { values, positionals } = readCommandLine(command, args);
  return { values: { ...values }, positionals };
}

function refusalOf(line: string): [string | undefined, string | undefined] {
  let told: string[] = [];
  assert.throws(
    () => read(line),
    (error: Error) => {
      told = error.message.split('\n');
      return error instanceof UsageError;
    },
  );
  return [told[0], told[1]];
}

test('what the usage text allows is read', () => {
  assert.deepEqual(read('task list --status failed --limit 3 --json'), {
    values: { status: 'failed', limit: '3', json: true },
    positionals: ['list'],
  });
  assert.deepEqual(read('task cancel a b c').positionals, ['cancel', 'a', 'b', 'c']);
  assert.deepEqual(read('worker -p 2 --pools gpu').values, { processes: '2', pools: 'gpu' });
  assert.deepEqual(read('worker drain w --json').positionals, ['drain', 'w']);
  assert.deepEqual(read('worker --of-fleet').values, { 'of-fleet': true });
  assert.deepEqual(read('user create a@b.c --role user --role guest').values, { role: ['user', 'guest'] });
  assert.deepEqual(read('session end a@b.c id').positionals, ['end', 'a@b.c', 'id']);
  for (const line of ['audit', 'audit list', 'audit --limit 5', 'web', 'init-db']) read(line);
});

test('an option that a command does not have is named, with the nearest that it has and its usage', () => {
  const listed = 'usage: task list [--status S] [--type T] [--owner ID] [--query WORDS] [--limit N] [--json]';
  assert.deepEqual(refusalOf('task list --staus failed'), [
    '"task list" has no option "--staus"; did you mean "--status"?',
    listed,
  ]);
  assert.deepEqual(refusalOf('task list -x'), [
    '"task list" has no option "-x"; it takes --status, --type, --owner, --query, --limit, --json',
    listed,
  ]);
  // It is another action's.
  assert.deepEqual(refusalOf('task show x --status failed'), [
    '"task show" has no option "--status"; it takes --json',
    'usage: task show ID [--json]',
  ]);
  assert.deepEqual(refusalOf('worker --proceses 2'), [
    '"worker" has no option "--proceses"; did you mean "--processes"?',
    'usage: worker [--processes N] [--concurrency M] [--pools A,B]',
  ]);
  for (const [name, { usage }] of Object.entries(commands)) {
    const [first = ''] = usage.split(' | ');
    const words = first.replace(/\[.*/, '').toLowerCase().replaceAll('...', '').trim();
    const [told, shown] = refusalOf(`${words} --no-such-option`);
    assert.match(String(told), /^".+" has no option "--no-such-option"; it takes /, name);
    assert.equal(shown, `usage: ${first}`);
  }
});

test('an option without its value, or with one too many, is named with the usage', () => {
  assert.match(String(refusalOf('task list --limit')[0]), /--limit/);
  assert.match(String(refusalOf('task list --limit --json')[0]), /--limit/);
  assert.match(String(refusalOf('task list --json=yes')[0]), /--json/);
  assert.match(String(refusalOf('task list --json=yes')[1]), /^usage: task list /);
});

test('an action or an argument that a command does not take, or misses, is named with the usage', () => {
  assert.deepEqual(refusalOf('task lsit')[0], 'there is no "task lsit"; did you mean "list"?');
  assert.deepEqual(refusalOf('schedule')[0], '"schedule" needs one of these words after it: list');
  assert.deepEqual(refusalOf('task cancel'), [
    '"task cancel" needs ID...',
    'usage: task cancel ID... [--json]',
  ]);
  assert.deepEqual(refusalOf('task show a b'), [
    '"task show" does not take the argument "b"',
    'usage: task show ID [--json]',
  ]);
  assert.deepEqual(refusalOf('web 8000'), ['"web" does not take the argument "8000"', 'usage: web']);
  assert.equal(
    refusalOf('worker dran x')[0],
    '"worker" does not take the argument "dran"; did you mean "drain"?',
  );
});
