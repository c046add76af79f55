import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import {
  StatisticsBuckets,
  StatisticsQuerySchema,
  System,
  statisticsExample,
  systemExample,
} from '../schemas/statistics.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Operation'];

/** The current and past state of the system, under `/system` and `/statistics`. */
export async function systemRoutes(app: App, { services: { system, statistics } }: { services: Services }) {
  app.get(
    '/system',
    {
      config: { access: 'oversee' },
      schema: {
        tags,
        operationId: 'getSystem',
        summary: 'Get the state of the system',
        description: 'Returns the waiting and running work, the workers, and the status of each component.',
        response: { 200: answer(System, systemExample) },
      },
    },
    async (request) => ok(request, await system.read(request.actor)),
  );

  app.get(
    '/statistics',
    {
      config: { access: 'oversee' },
      schema: {
        tags,
        operationId: 'getStatistics',
        summary: 'Get items per minute or hour, with wait and run times',
        description:
          'By time and task type, at most 60 s late. `wait_ms` is the time from when an item could first have run until it started; `run_ms` is the time of one attempt. A minute or hour in which nothing happened has no bucket. A call returns at most 2,880 buckets of each type.',
        querystring: StatisticsQuerySchema,
        response: { 200: answer(StatisticsBuckets, statisticsExample) },
      },
    },
    async (request) => ok(request, await statistics.read(request.actor, request.query)),
  );
}
