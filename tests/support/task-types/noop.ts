/** Any number of items, each of which does nothing. */
export default {
  type: 'noop',
  isolation: 'inline',
  params: {
    type: 'object',
    properties: {
      count: { type: 'integer', minimum: 1, maximum: 1_000_000 },
      concurrency: { type: 'integer' },
      notes: { type: 'array', items: { type: 'string' } },
    },
    required: ['count'],
    additionalProperties: false,
  },
  concurrency: (params: { concurrency?: number }) => params.concurrency ?? 3,
  plan: (params: { count: number }) => ({ count: params.count, item: (index: number) => ({ input: index }) }),
  run: (index: number) => index,
};
