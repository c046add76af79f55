import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OpenedDatabase } from './samples.ts';

export function keptValuesContract(opened: () => OpenedDatabase): void {
  const database = () => opened().database;

  it('keeps the first secret', async () => {
    const kept = await Promise.all(['a', 'b', 'c'].map((secret) => database().keepSecret(secret)));
    assert.equal(new Set(kept).size, 1);
    assert.equal(await database().keepSecret('d'), kept[0]);
  });

  it('answers a ping, and can be written', async () => {
    await database().ping();
    await database().probe();
    await database().probe();
  });
}
