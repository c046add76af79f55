import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkPaths } from '../../src/api/link-paths.ts';
import { FileLinks } from '../../src/services/tasks/file-links.ts';

test('a link has one spelling of its time', () => {
  const links = new FileLinks('a secret', linkPaths);
  const query = new URL(links.taskUrls('t').archive, 'http://x').searchParams;
  const expires = query.get('expires') as string;
  const signature = query.get('signature') as string;
  const holds = (spelled: string) => links.isValidForTask('t', { expires: spelled, signature });
  assert.ok(holds(expires));
  const others = [
    `0x${Number(expires).toString(16)}`,
    `${expires}.0`,
    ` ${expires}`,
    `${expires} `,
    `${expires}\n`,
    `0${expires}`,
    `+${expires}`,
    `${Number(expires) / 100}e2`,
    '',
  ];
  for (const other of others) assert.ok(!holds(other), JSON.stringify(other));
});
