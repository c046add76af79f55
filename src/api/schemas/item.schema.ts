import { Type } from 'typebox';
import { ITEM_STATUSES, type ItemLogLine } from '../../data/contracts/index.ts';
import { CHOICE_PATTERN } from '../../services/tasks/archive/chosen-items.ts';
import type { FileView, ItemView } from '../../services/tasks/task-views.ts';
import { Count, Id, nullable, Progress, pageQuery, reference, Time, thrown } from './fields.schema.ts';

const ItemStatus = Type.Enum([...ITEM_STATUSES], { type: 'string', title: 'ItemStatus' });
const ThrownInFull = nullable(
  Type.Object(
    {
      ...thrown,
      stack: Type.Optional(
        Type.String({ description: 'Stack trace, shown to the owner and to callers who see all tasks.' }),
      ),
      cause: Type.Optional(
        Type.Unknown({
          description: 'The error that caused this one, in the same form, shown to the same callers.',
        }),
      ),
    },
    { title: 'ThrownErrorInFull' },
  ),
);
export const Labels = nullable(Type.Record(Type.String(), Type.String(), { title: 'Label' }));

export const FileSchema = Type.Object(
  {
    name: Type.String(),
    url: Type.String({
      description: 'A signed link that begins with `/` and is valid for one to two hours.',
    }),
    preview_url: nullable(
      Type.String({
        description:
          'A signed link to a small copy of a picture: WebP, at most 256 pixels wide and high. Null for other files, for small pictures, and for those of versions that made no copies.',
      }),
    ),
    content_type: Type.String(),
    bytes: Count,
    width: nullable(Type.Integer()),
    height: nullable(Type.Integer()),
  },
  { $id: 'File' },
);

export const ItemSchema = Type.Object(
  {
    index: Count,
    label: Labels,
    status: ItemStatus,
    runs_alone: Type.Boolean({
      description:
        'True if its worker process ended three times while the item ran, until the item ends: it then runs alone, and its worker takes no other item meanwhile. An embedded server has only this worker, so everything else waits.',
    }),
    attempt: Count,
    progress: Progress,
    note: nullable(Type.String({ description: 'Latest progress note of the handler.' })),
    result: Type.Unknown(),
    error: ThrownInFull,
    files: Type.Array(reference<FileView>('File')),
    started_at: nullable(Time),
    finished_at: nullable(Time),
  },
  { $id: 'Item' },
);
export const Item = reference<ItemView>('Item');

export const ItemLogLineSchema = Type.Object(
  {
    at: Time,
    attempt: Count,
    level: Type.Enum(['debug', 'info', 'warn', 'error'], { type: 'string', title: 'LogLevel' }),
    message: Type.String(),
    interrupted: Type.Optional(
      Type.Boolean({
        description:
          'True for a line with which Backend2 says that the attempt was ended from outside: its worker process ended or was stopped, or its task was cancelled and the cancel undone. Such an attempt does not count as failed.',
      }),
    ),
    fields: Type.Unknown({
      description: 'Further values that the handler logged with the message, or null.',
    }),
  },
  { $id: 'ItemLogLine' },
);
export const ItemLine = reference<ItemLogLine>('ItemLogLine');

export const ItemsQuery = Type.Object(
  { ...pageQuery, status: Type.Optional(ItemStatus) },
  { additionalProperties: false },
);

export const LogsQuery = Type.Object({ ...pageQuery }, { additionalProperties: false });

export const Index = Type.Integer({ minimum: 0, maximum: 1_000_000 });
export const ItemId = Type.Object({ id: Id, index: Index });
export const FileId = Type.Object({
  id: Id,
  index: Index,
  name: Type.String({ pattern: '^[^/\\\\\\u0000-\\u001f\\u007f]{1,128}$' }),
});

const names = (what: string) =>
  Type.Optional(
    Type.String({
      maxLength: 1_000,
      'x-list': true,
      description: `Variables ${what}. Separate the names with commas, or repeat the parameter for each name. A comma within a name is written as \`\\,\` where the names are separated by commas.`,
    }),
  );

export const GridQuery = Type.Object(
  {
    rows: names('whose values form the rows, the last one changing fastest. Default: the first variable'),
    columns: names('whose values form the columns. Default: all other variables'),
    cell: Type.Optional(
      Type.Integer({
        minimum: 32,
        maximum: 1_024,
        description:
          'Long edge of each picture in pixels. Default: 256, or less if the grid would be too large.',
      }),
    ),
    format: Type.Optional(
      Type.Enum(['png', 'webp', 'jpeg'], { type: 'string', description: 'Default `png`.' }),
    ),
    labels: Type.Optional(
      Type.Boolean({ description: 'Whether the values are shown beside the pictures. Default true.' }),
    ),
    language: Type.Optional(
      Type.Enum(['en', 'zh'], {
        type: 'string',
        description: 'Language of the word for an empty value. Default: that of `Accept-Language`.',
      }),
    ),
    expires: Type.Optional(Type.String({ maxLength: 20, description: 'Part of a signed link.' })),
    signature: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a signed link.' })),
  },
  {
    additionalProperties: false,
    patternProperties: {
      '^where\\..{1,100}$': Type.String({ maxLength: 1_000 }),
      '^show\\..{1,100}$': Type.String({ maxLength: 70_000, 'x-list': true }),
    },
  },
);

const linkFields = {
  expires: Type.Optional(Type.String({ maxLength: 20, description: 'Part of a signed link.' })),
  signature: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a signed link.' })),
};

export const LinkQuery = Type.Object({ ...linkFields }, { additionalProperties: false });

export const ArchiveQuery = Type.Object(
  {
    ...linkFields,
    items: Type.Optional(
      Type.String({
        maxLength: 8_000,
        pattern: CHOICE_PATTERN,
        'x-list': true,
        description:
          'The items in the archive: their numbers and ranges of them, separated by commas, such as `0,2,5-9`. Default: all.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const FileQuery = Type.Object(
  {
    ...linkFields,
    preview: Type.Optional(
      Type.Boolean({
        description:
          'Whether the small copy of a picture is sent instead. Where there is none, the file itself is sent. Default false.',
      }),
    ),
  },
  { additionalProperties: false },
);
