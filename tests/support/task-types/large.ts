/** Items with large results: 20,000 values, 200 kB of JSON. */
export default {
  type: 'large',
  title: 'Large',
  isolation: 'inline',
  params: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
  plan: ({ count }: { count: number }) => ({ count, item: (index: number) => ({ input: index }) }),
  run: (index: number) => Array.from({ length: 20_000 }, (_, at) => 100_000_000 + index * 20_000 + at),
};
