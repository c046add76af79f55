import { type Static, type TSchema, Type } from 'typebox';

/** An id as it appears in a path or a cursor. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'UUID in lower case.',
});

export const Time = Type.String({ format: 'date-time' });

/** A name that a person gives to something. */
export const name = {
  format: 'name',
  description: 'One line of visible text without control characters.',
};

export const Count = Type.Integer({ minimum: 0 });
export const Progress = Type.Number({
  minimum: 0,
  maximum: 100,
  description: 'Percent, 0 to 100. A completed task or item has 100.',
});
/** Of an error that a handler threw. */
export const thrown = { type: Type.String(), message: Type.String() };

/** The same schema, or null. It is written as a list of types, which is serialized many times faster than `anyOf`. */
export const nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [(schema as { type?: string }).type, 'null'] });

/** A reference to a schema that `build-app` registers by name. */
export const reference = <T>(name: string) => Type.Unsafe<T>({ $ref: `${name}#` });

export const pageQuery = {
  page: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: 'Page number, starting at 1 (the default). `page × page_size` is at most 10,000.',
    }),
  ),
  page_size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'Entries per page. Default 20.' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        '`next_cursor` of the previous page, of the same list in the same order and with the same filters. Reads pages at any depth in constant time.',
    }),
  ),
};

/** A page of these: `TaskPage` for the schema called `Task`. */
export const pageOf = (items: TSchema) =>
  Type.Object(
    {
      items: Type.Array(items),
      total: Type.Integer({
        description:
          'Number of matches, counted up to 1,000 (a search may stop earlier). Always exact for items.',
      }),
      total_capped: Type.Optional(
        Type.Boolean({ description: 'True if there are, or may be, more matches than `total`.' }),
      ),
      page: Type.Integer({
        description: 'Number of this page. A cursor continues the numbering of the page it came from.',
      }),
      page_size: Type.Integer(),
      next_cursor: nullable(
        Type.String({
          description:
            'Start of the next page; null on the last page. While it is set, a page of search results may be short or empty.',
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
