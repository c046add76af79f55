import { type TSchema, Type } from 'typebox';
import { QUOTA_NAMES, ROLES } from '../../data/contracts/index.ts';
import type { UserView } from '../../services/accounts/user-view.ts';
import { Id, name, nullable, pageQuery, reference, Time } from './fields.schema.ts';

export const Role = Type.Enum([...ROLES], { type: 'string', title: 'Role' });

const Quotas = nullable(
  Type.Object(
    Object.fromEntries(
      QUOTA_NAMES.map((name) => [name, Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 50 }))]),
    ),
    {
      title: 'Quotas',
      additionalProperties: false,
      description:
        'Limits for this account instead of those in the settings; 0 means no limit. Null: the settings apply.',
    },
  ),
);

/** Each field that callers see: its schema, and its value in the example of the documentation. */
const userFields: { [K in keyof UserView]: { schema: TSchema; example: UserView[K] } } = {
  id: { schema: Id, example: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b' },
  email: { schema: Type.String(), example: 'mei@example.com' },
  fullname: { schema: Type.String(), example: 'Mei Chen' },
  roles: { schema: Type.Array(Role), example: ['user'] },
  is_active: { schema: Type.Boolean(), example: true },
  has_password: {
    schema: Type.Boolean({ description: 'If false, the account cannot sign in until a password is set.' }),
    example: true,
  },
  must_change_password: {
    schema: Type.Boolean({
      description: 'True if the account still has the publicly known default password.',
    }),
    example: false,
  },
  quotas: { schema: Quotas, example: null },
  last_sign_in_at: { schema: nullable(Time), example: '2026-01-06T17:02:11.000Z' },
  created_at: { schema: Time, example: '2026-01-05T08:30:00.000Z' },
  updated_at: { schema: Time, example: '2026-01-05T08:30:00.000Z' },
};
const ofFields = <V>(pick: (field: { schema: TSchema; example: unknown }) => V): Record<string, V> =>
  Object.fromEntries(Object.entries(userFields).map(([name, field]) => [name, pick(field)]));

export const UserSchema = Type.Object(
  ofFields(({ schema }) => schema),
  { $id: 'User' },
);
export const User = reference<UserView>('User');
export const userExample = ofFields(({ example }) => example) as unknown as UserView; // the table above has each field by its type

// The service decides which e-mails are valid; the schema only excludes obviously invalid ones.
const Email = Type.String({
  maxLength: 300,
  description:
    'At most 254 characters. Stored in lower case and normalized Unicode. Invisible characters, symbols and mixed scripts are refused.',
});
// The service checks the length: after NFKC and in code points, which JSON Schema cannot express.
const passwordRule = {
  minLength: 1,
  maxLength: 1_024,
  description:
    '8–128 characters after Unicode NFKC normalization. Must not be one of the 10,000 most common passwords, the e-mail, or the part of the e-mail before the @.',
};
export const Password = Type.String(passwordRule);
const Fullname = Type.String({
  maxLength: 200,
  ...name,
});
const Roles = Type.Array(Role, { minItems: 1, maxItems: 4, uniqueItems: true });

export const NewUser = Type.Object(
  {
    email: Email,
    password: Type.Optional(
      Type.String({
        ...passwordRule,
        description: `${passwordRule.description} If left out, the account cannot sign in until a password is set.`,
      }),
    ),
    fullname: Type.Optional(Fullname),
    roles: Type.Optional(Roles),
    is_active: Type.Optional(Type.Boolean()),
    quotas: Type.Optional(Quotas),
  },
  {
    title: 'NewUser',
    additionalProperties: false,
    examples: [
      {
        email: 'mei@example.com',
        password: 'correct horse',
        fullname: 'Mei Chen',
        roles: ['user'],
        is_active: true,
      },
    ],
  },
);

export const UserChanges = Type.Object(
  {
    email: Type.Optional(Email),
    password: Type.Optional(Password),
    fullname: Type.Optional(Fullname),
    roles: Type.Optional(Roles),
    is_active: Type.Optional(Type.Boolean()),
    quotas: Type.Optional(Quotas),
  },
  {
    title: 'UserChanges',
    additionalProperties: false,
    examples: [{ fullname: 'Mei Chen-Li', roles: ['user', 'manager'] }],
  },
);

export const OwnChanges = Type.Object(
  {
    email: Type.Optional(Email),
    fullname: Type.Optional(Fullname),
    current_password: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1_024, description: 'Required to change the e-mail.' }),
    ),
  },
  {
    title: 'OwnChanges',
    additionalProperties: false,
    examples: [{ fullname: 'Mei Chen-Li', email: 'mei.li@example.com', current_password: 'correct horse' }],
  },
);

export const OwnPassword = Type.Object(
  { current_password: Type.String({ minLength: 1, maxLength: 1_024 }), new_password: Password },
  {
    title: 'OwnPassword',
    additionalProperties: false,
    examples: [{ current_password: 'correct horse', new_password: 'battery staple' }],
  },
);

export const UserQuery = Type.Object(
  {
    ...pageQuery,
    q: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Searches for the beginnings of words in the name and e-mail. All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored.',
      }),
    ),
    role: Type.Optional(Role),
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const UserId = Type.Object({ id: Id });
