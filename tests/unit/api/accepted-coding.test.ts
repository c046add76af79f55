import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { codingOf } from '../../../src/api/accepted-coding.ts';

test('content codings have no case, and q=0 refuses one', () => {
  const accepted = (header: string | undefined) =>
    codingOf({ headers: { 'accept-encoding': header } } as unknown as FastifyRequest, ['br', 'gzip']); // what is read of it
  for (const [header, coding] of [
    ['gzip, deflate, br', 'br'],
    ['GZIP', 'gzip'],
    ['BR;Q=0, GZip;q=0.5', 'gzip'],
    ['br;q=0.000,gzip; q=0', null],
    ['identity', null],
    ['brotli, x-gzip', null],
    ['', null],
    [undefined, null],
  ] as const)
    assert.equal(accepted(header), coding, `${header}`);
});
