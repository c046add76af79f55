/**
 * The reference for HTTP benches: only Fastify, @fastify/jwt and a response schema. Its answers have the same size as ours.
 * Runs as a process; with MONGODB_URL, `POST /insert` also writes its body with one insertOne.
 */
import fastifyJwt from '@fastify/jwt';
import Fastify from 'fastify';
import { MongoClient } from 'mongodb';
import { BARE_SECRET, CREATE_TASK_BODY } from './bare-token.ts';

const text = { type: 'string' };
const user = {
  id: '019a0000-0000-7000-8000-000000000000',
  email: 'admin@example.com',
  fullname: 'Administrator',
  roles: ['admin'],
  is_active: true,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};
const userSchema = {
  type: 'object',
  properties: {
    code: { type: 'integer' },
    message: text,
    data: {
      type: 'object',
      properties: {
        id: text,
        email: text,
        fullname: text,
        roles: { type: 'array', items: text },
        is_active: { type: 'boolean' },
        created_at: text,
        updated_at: text,
      },
    },
  },
};

const task = {
  id: '019a0000-0000-7000-8000-000000000000',
  type: 'noop',
  type_version: 1,
  name: 'noop',
  owner: { id: user.id, email: user.email, fullname: user.fullname },
  priority: 5,
  concurrency: 3,
  shared: false,
  status: 'pending',
  total_items: 1,
  released_items: 1,
  completed_items: 0,
  failed_items: 0,
  cancelled_items: 0,
  in_flight: 0,
  retry_round: 0,
  revision: 1,
  progress: 0,
  created_at: user.created_at,
  started_at: null,
  finished_at: null,
  updated_at: user.updated_at,
  params: CREATE_TASK_BODY.params,
  result: null,
  error: null,
};
const schemaOf = (value: unknown): object => {
  if (value === null) return { type: ['string', 'null'] };
  if (typeof value === 'number') return { type: 'number' };
  if (typeof value !== 'object') return { type: typeof value };
  const properties = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, schemaOf(one)]));
  return { type: 'object', properties };
};
const taskSchema = {
  type: 'object',
  properties: { code: { type: 'integer' }, message: text, data: schemaOf(task) },
};
const body = {
  type: 'object',
  properties: { type: text, params: { type: 'object' }, name: text },
  required: ['type', 'params'],
  additionalProperties: false,
};

const app = Fastify({ logger: false });
app.register(fastifyJwt, { secret: BARE_SECRET });
app.after(() => {
  const onRequest = (request: { jwtVerify(): Promise<unknown> }) => request.jwtVerify().then(() => {});
  app.get('/me', { onRequest, schema: { response: { 200: userSchema } } }, async () => ({
    code: 200,
    message: 'OK',
    data: user,
  }));
  const schema = { body, response: { 201: taskSchema } };
  app.post('/tasks', { onRequest, schema }, async (_request, reply) => {
    reply.code(201);
    return { code: 201, message: 'Created', data: task };
  });
  const { MONGODB_URL } = process.env;
  if (!MONGODB_URL) return;
  const client = new MongoClient(MONGODB_URL, { writeConcern: { w: 'majority', journal: true } });
  const collection = client.db('bare').collection('tasks');
  app.post('/insert', { onRequest, schema }, async (_request, reply) => {
    const { id: _, ...fields } = task;
    await collection.insertOne({ ...fields });
    reply.code(201);
    return { code: 201, message: 'Created', data: task };
  });
  app.addHook('onClose', () => client.close());
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.send?.('ready');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
