import { type Static, type TSchema, Type } from 'typebox';

/** An id as it appears in a path or a cursor. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'UUID, lower case.',
});

export const Time = Type.String({ format: 'date-time' });

/** The same schema, or null. Written as a list of types, which serialises many times faster than `anyOf`. */
export const nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [(schema as { type?: string }).type, 'null'] });

/** A reference to a schema that `build-app` registers by name. */
export const reference = <T>(name: string) => Type.Unsafe<T>({ $ref: `${name}#` });

export const pageQuery = {
  page: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: 'Page, from 1. Default 1; `page × page_size` is at most 10,000.',
    }),
  ),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 20.' })),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: '`next_cursor` of the page before: pages in constant time, however far.',
    }),
  ),
};

/** A page of these: `TaskPage` for the schema called `Task`. */
export const pageOf = (items: TSchema) =>
  Type.Object(
    {
      items: Type.Array(items),
      total: Type.Integer({
        description: 'Counted to 1,000, by a search perhaps less far; exact for items.',
      }),
      total_capped: Type.Optional(
        Type.Boolean({ description: 'True when there are, or may be, more than `total`.' }),
      ),
      page: Type.Integer({ description: 'Its number; a cursor counts on from the page that gave it.' }),
      page_size: Type.Integer(),
      next_cursor: nullable(
        Type.String({
          description:
            'Where the next page begins; null at the end of the list. A page of a search may be short, or empty, while it is set.',
        }),
      ),
    },
    { title: `${(items as { $ref: string }).$ref.replace('#', '')}Page` },
  );

export const pageExample = (item: unknown) => ({
  items: [item],
  total: 1,
  page: 1,
  page_size: 20,
  next_cursor: null,
});
