import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTo, createServer } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  type BulkWriteResult,
  MongoBulkWriteError,
  MongoNetworkError,
  MongoRuntimeError,
  MongoServerClosedError,
  MongoServerError,
} from 'mongodb';
import { Unavailable } from '../../src/data/contracts/index.ts';
import { WriteBatches } from '../../src/data/mongodb/batches.ts';
import { asUnavailable, isRefusedByDriver, OfCaller } from '../../src/data/mongodb/mongo-errors.ts';

const withCode = (code: string, message = code) => Object.assign(new Error(message), { code });

/** What a socket says to a write after the other side has ended the connection; the driver passes it on as it is. */
async function writeAfterEnd(): Promise<Error> {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = connectTo({ port, host: '127.0.0.1' });
  socket.resume();
  await once(socket, 'end');
  const [error] = (await Promise.all([once(socket, 'error'), socket.write('a')]))[0] as [Error];
  server.close();
  return error;
}

const LOST = [
  withCode('EPIPE', 'This socket has been ended by the other party'),
  withCode('ECONNRESET', 'read ECONNRESET'),
  withCode('ECONNREFUSED'),
  withCode('ETIMEDOUT'),
  withCode('EAI_AGAIN'),
  withCode('ERR_STREAM_DESTROYED'),
  withCode('ERR_SOCKET_CLOSED'),
  withCode('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'),
  new Error('a failure', { cause: new Error('of', { cause: withCode('EPIPE') }) }),
  new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]),
  new MongoRuntimeError('a failure', { cause: withCode('EPIPE') }),
  new MongoServerClosedError(),
  new MongoServerError({ message: 'cursor id 1 not found', code: 43 }),
  // The driver hides the error of a bulk write in one of its own.
  new MongoBulkWriteError(
    withCode('EPIPE') as never, // The type does not allow what the driver does here.
    { getWriteConcernError: () => undefined } as unknown as BulkWriteResult, // Only this is read of it.
  ),
];

test('errors of a socket count as an outage, and the write may have been applied', async () => {
  for (const error of [await writeAfterEnd(), ...LOST]) {
    assert.ok(asUnavailable(error) instanceof Unavailable, String(error));
    assert.equal(isRefusedByDriver(error), false, String(error));
  }
});

test('rights that were taken away count as an outage, without the documents that the driver quotes', () => {
  const command = 'insert: "sessions", documents: [ { secret: "a-word" } ]';
  const refused = new MongoServerError({
    message: `not authorized on tasks_db to execute command { ${command} }`,
    code: 13,
  });
  const in_bulk = new MongoBulkWriteError(
    refused as never, // The type does not allow what the driver does here.
    { getWriteConcernError: () => undefined } as unknown as BulkWriteResult, // Only this is read of it.
  );
  const password = new MongoServerError({ message: 'Authentication failed.', code: 18 });
  for (const error of [refused, in_bulk]) {
    const found = asUnavailable(error) as Unavailable;
    assert.ok(found instanceof Unavailable);
    assert.match(
      `${found.cause}`,
      /MongoDB does not allow its user .* tasks_db \(insert in \w+\); give the user the role/,
    );
    assert.doesNotMatch(inspect(found), /a-word/);
  }
  assert.match(
    `${(asUnavailable(password) as Unavailable).cause}`,
    /refuses the user or password of MONGODB_URL/,
  );
});

test('errors of documents, files and programs are no outage', () => {
  for (const error of [
    withCode('ERR_OUT_OF_RANGE'),
    withCode('ERR_SOCKET_BAD_PORT'),
    withCode('ENOSPC'),
    new TypeError('a'),
  ]) {
    assert.equal(asUnavailable(error), error);
    assert.equal(isRefusedByDriver(error), true);
  }
});

test('a stream of the caller that breaks off is no outage of MongoDB', () => {
  const error = withCode('ECONNRESET');
  assert.equal(asUnavailable(new OfCaller('a', { cause: error })), error);
});

test('writes whose connection was lost are not sent a second time', async () => {
  const sent: number[][] = [];
  for (const lost of [withCode('EPIPE'), new MongoNetworkError('lost')]) {
    const batches = new WriteBatches<number, boolean>(async (batch) => {
      sent.push(batch);
      throw lost;
    });
    const written = await Promise.allSettled([1, 2, 3].map((one) => batches.add(one)));
    assert.ok(written.every((one) => one.status === 'rejected' && one.reason === lost));
  }
  assert.equal(sent.flat().length, 6);
});
