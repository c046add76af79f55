import SerializerSelector from '@fastify/fast-json-stringify-compiler';

type Factory = SerializerSelector.SerializerFactory;

const build: Factory = SerializerSelector();

/**
 * Fastify's own writers of answers, each made when its answer is first given: of those of all routes and statuses, most processes
 * need few.
 */
export const lazySerializers: Factory = (schemas, options) => {
  const compile = build(schemas, options);
  return (route) => {
    let serialize: SerializerSelector.Serializer | undefined;
    return (answer) => {
      serialize ??= compile(route);
      return serialize(answer);
    };
  };
};
