/** What handlers attach as the content of a file. */

export const NO_CONTENT =
  'The content of a file must be a Uint8Array, a stream of Uint8Arrays, or { path }. Encode text first.';

export const isStream = (content: unknown): content is AsyncIterable<Uint8Array> =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content;
