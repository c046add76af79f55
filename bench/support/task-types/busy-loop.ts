/** An item that nothing but the end of its thread can stop. */
export default {
  type: 'busy-loop',
  timeout: 2_000_000_000,
  params: { type: 'object', properties: {}, additionalProperties: false },
  run() {
    for (;;);
  },
};
