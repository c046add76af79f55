/** For machines that no worker of the tests is: what waits for a pool, and the limits of a type. */
export default {
  type: 'render',
  title: { en: 'Render', zh: '渲染' },
  isolation: 'inline',
  pool: 'gpu',
  running: 3,
  rate: { limit: 10, per: 60_000 },
  limitKey: () => 'one',
  params: { type: 'object', properties: {} },
  run: () => null,
};
