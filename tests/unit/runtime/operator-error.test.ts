import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused, Unavailable } from '../../../src/data/contracts/index.ts';
import { DataFolderError } from '../../../src/data/sqlite/sqlite-errors.ts';
import { UsageError } from '../../../src/processes/commands/usage-error.ts';
import { StartError } from '../../../src/processes/needs-servers.ts';
import { OperatorError } from '../../../src/runtime/operator-error.ts';
import { SettingsError } from '../../../src/settings.ts';
import { TaskTypeError } from '../../../src/task-types/definition/task-module.ts';

test('every error that an operator can correct is known by its class, and bears its own name', () => {
  const classes = {
    SettingsError,
    StartError,
    TaskTypeError,
    UsageError,
    DataFolderError,
    Refused,
    Unavailable,
  };
  for (const [name, Class] of Object.entries(classes)) {
    const cause = new Error('why');
    const error = new Class('it', { cause });
    assert.ok(error instanceof OperatorError, name);
    assert.deepEqual([error.name, error.cause], [name, cause]);
    assert.match(String(error), new RegExp(`^${name}: it`));
  }
});
