import { Type } from 'typebox';
import type { ApiKeyView, NewApiKeyView } from '../../services/accounts/api-keys.ts';
import { PERMISSIONS } from '../../services/permissions.ts';
import { Id, name, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Permissions = Type.Array(Type.Enum([...PERMISSIONS], { type: 'string', title: 'Permission' }), {
  maxItems: PERMISSIONS.length,
  uniqueItems: true,
});

const shown = {
  id: Id,
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters of the key.' }),
  permissions: Permissions,
  expires_at: nullable(Time),
  created_at: Time,
};

export const ApiKeySchema = Type.Object(
  {
    ...shown,
    owner_id: Id,
    last_used_at: nullable(
      Type.String({ format: 'date-time', description: 'Time of the last use, up to 60 s late.' }),
    ),
  } satisfies Record<keyof ApiKeyView, unknown>,
  { $id: 'ApiKey' },
);
export const ApiKeyEntry = reference<ApiKeyView>('ApiKey');

export const MadeApiKey = Type.Object(
  {
    ...shown,
    key: Type.String({
      description: 'Send it as `Authorization: Bearer b2_…`. It is shown only in this answer.',
    }),
  } satisfies Record<keyof NewApiKeyView, unknown>,
  { title: 'MadeApiKey' },
);

const example = {
  id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b',
  name: 'nightly import',
  prefix: 'b2_q5cVz1',
  permissions: ['read', 'write'],
  expires_at: null,
  created_at: '2026-01-05T08:30:00.000Z',
};
export const apiKeyExample = { ...example, owner_id: example.id, last_used_at: null };
export const madeApiKeyExample = { ...example, key: 'b2_q5cVz1Zk8aPoIuYtReWqMnAZx0p9Qw3mJt1c5vB7nK2lH' };

export const NewApiKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, ...name }),
    permissions: Type.Optional(
      Type.Array(Type.Enum([...PERMISSIONS], { type: 'string', title: 'Permission' }), {
        maxItems: PERMISSIONS.length,
        uniqueItems: true,
        description: 'Permissions of the key. Default: your current permissions.',
      }),
    ),
    expires_at: Type.Optional(nullable(Type.String({ format: 'date-time', maxLength: 40 }))),
  },
  {
    title: 'NewApiKey',
    additionalProperties: false,
    examples: [{ name: 'nightly import', permissions: ['read', 'write'] }],
  },
);

export const ApiKeyQuery = Type.Object(
  { ...pageQuery, owner_id: Type.Optional(Id) },
  { additionalProperties: false },
);
