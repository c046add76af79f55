import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { Fault } from '../../errors.ts';
import { may } from '../../services/actor.ts';
import type { Settings } from '../../settings.ts';
import { EventStream } from '../event-stream.ts';
import type { App } from '../fastify-types.ts';
import { HeldPlaces } from '../held-places.ts';
import { headers } from '../schemas/answers.schema.ts';
import { eventExample } from '../schemas/task.examples.ts';
import { TaskId } from '../schemas/task.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Tasks'];
const about =
  'Sends `task.updated` events: first a snapshot, then every change. The data of an event is a JSON object with the schema `TaskEvent`; its id is the revision of the task. Comments are heartbeats. After a reconnect the stream starts with a new snapshot; there is no history. The stream ends soon after the session or the permission of the caller ends. Try it with `curl -N`, because this page shows an answer only when it is complete.';

const response = {
  200: {
    description: 'The event stream.',
    headers: { ...headers, 'x-accel-buffering': { type: 'string', description: '`no`.' } },
    content: {
      // The schema of each event's data, for client generators: OpenAPI 3.1 has no keyword for it.
      'text/event-stream': {
        schema: { type: 'string', 'x-event': { $ref: 'TaskEvent#' } },
        example: eventExample,
      },
    },
  },
};

export interface EventRoutesOptions {
  services: Services;
  settings: Settings;
}

export async function taskEventRoutes(app: App, { services, settings }: EventRoutesOptions) {
  const { watch, access, accessWatch } = services;
  const streams = new Set<EventStream>();
  const places = new HeldPlaces({
    most: settings.MAX_EVENT_STREAMS,
    most_per_caller: settings.MAX_EVENT_STREAMS_PER_USER,
    fault: 'too_many_streams',
  });
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });

  if (app.metrics) measureStreams(streams, app.metrics.registry);

  async function follow(request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<void> {
    const { actor } = request;
    reply.raw.once('close', places.take(actor.id));
    const stream = new EventStream({
      reply,
      heartbeat_ms: settings.EVENT_HEARTBEAT * 1_000,
      streams,
      watch: (send, end) => watch.watch(actor, id, send, end),
      async recheck() {
        const now = await access.recheck(actor);
        // The roles at the beginning decided what the stream shows: after a change of roles, the client must start again.
        const same = now.permissions.join() === actor.permissions.join();
        if (!same || !may(now, 'read')) throw new Fault('permission_denied');
      },
    });
    reply.raw.once(
      'close',
      accessWatch.watch(actor, () => void stream.recheck()),
    );
    return stream.open();
  }

  const shared = { tags, description: about, response };
  const options = {
    exposeHeadRoute: false,
    config: { access: 'read', stream: true, faults: ['too_many_streams'] },
  } as const;
  app.get(
    '/events',
    {
      ...options,
      schema: {
        ...shared,
        operationId: 'followTasks',
        summary: 'Stream the changes of all visible tasks',
      },
    },
    (request, reply) => follow(request, reply, null),
  );
  app.get(
    '/:id/events',
    {
      ...options,
      schema: {
        ...shared,
        operationId: 'followTask',
        summary: 'Stream the changes of a task',
        params: TaskId,
      },
    },
    (request, reply) => follow(request, reply, request.params.id),
  );
}

function measureStreams(streams: Set<EventStream>, registry: Registry): void {
  const collect = function (this: Gauge) {
    this.set(streams.size);
  };
  new Gauge({ name: 'event_streams', help: 'Open event streams.', registers: [registry], collect });
}
