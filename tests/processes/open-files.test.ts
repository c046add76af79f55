import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { startBackend } from '../support/backend.ts';
import { waitFor } from '../support/wait-for.ts';

test('more idle connections than files may be open neither end a server nor keep others out', async () => {
  await assert.rejects(
    startBackend({ open_files: 100 }),
    /only 100 files and connections open, and needs at least 128/,
  );
  const server = await startBackend({ open_files: 256 });
  assert.ok(
    server.lines.some((line) => line.includes('only 256 files and connections open, so it accepts few')),
  );
  const sockets: Socket[] = [];
  try {
    const { hostname, port } = new URL(server.url);
    let closed = 0;
    for (let at = 0; at < 400; at += 1) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {}); // which of them are closed is the server's to choose
      socket.on('close', () => (closed += 1));
      sockets.push(socket);
    }
    await waitFor(() => closed > 200, { what: 'closed connections' });
    const call = async (path: string, init: RequestInit = {}) =>
      (await fetch(server.url + path, init)).json();
    const json = { 'content-type': 'application/json' };
    const { data } = (await call('/api/v1/auth/login', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: 'admin@example.com', password: 'admin123' }),
    })) as { data: { access_token: string } };
    const headers = { ...json, authorization: `Bearer ${data.access_token}` };
    // A thread, files of the database and a picture: what the server opens for itself is there.
    const body = JSON.stringify({ type: 'image', params: { prompt: 'x', size: 64 } });
    const made = (await call('/api/v1/tasks', { method: 'POST', headers, body })) as { data: { id: string } };
    await waitFor(
      async () => {
        const task = (await call(`/api/v1/tasks/${made.data.id}`, { headers })) as {
          data: { status: string };
        };
        return task.data.status === 'completed';
      },
      { what: 'a picture' },
    );
    assert.equal(server.child.exitCode, null);
    assert.ok(
      server.lines.some((line) => line.includes('as many connections as the limit of open files allows')),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    assert.equal(await server.stop(), 0);
  }
});
