import SerializerSelector from '@fastify/fast-json-stringify-compiler';

type Factory = SerializerSelector.SerializerFactory;

const build: Factory = SerializerSelector();

/**
 * Fastify's own serializers, each created when it is first needed: most processes need only a few of those of all routes and statuses.
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
