import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMetricsPorts } from '../../../src/processes/commands/worker-fleet.ts';
import { OperatorError } from '../../../src/runtime/operator-error.ts';
import { readSettings } from '../../../src/settings.ts';

const check = (METRICS_PORT: string, processes: number) =>
  checkMetricsPorts(readSettings({ METRICS_PORT }), processes);

test('worker processes have metrics ports one after another, and are refused where those end', () => {
  check('0', 256);
  check('9100', 256);
  check('65532', 4);
  assert.throws(
    () => check('65533', 4),
    (error: Error) => {
      assert.ok(error instanceof OperatorError);
      assert.match(error.message, /^4 processes need .* Set METRICS_PORT to 65532 at most/);
      return true;
    },
  );
  checkMetricsPorts(readSettings({ METRICS_PORT: '65533', METRICS_ENABLED: 'false' }), 4);
});
