import { Type } from 'typebox';
import type { HeldLinkView, PasswordLinkView } from '../../services/accounts/password-links.ts';
import { Time } from './fields.schema.ts';
import { Password } from './user.schema.ts';

export const PasswordLinkSchema = Type.Object(
  {
    url: Type.String({ description: 'A page of the console. The token follows the `#`.' }),
    expires_at: Time,
  } satisfies Record<keyof PasswordLinkView, unknown>,
  { title: 'PasswordLink' },
);

export const passwordLinkExample: PasswordLinkView = {
  url: 'https://tasks.example/password#token=q5cVz1…',
  expires_at: '2026-01-08T08:30:00.000Z',
};

export const PasswordLinkWaysSchema = Type.Object(
  { by_mail: Type.Boolean({ description: 'Whether a link can be requested by e-mail.' }) },
  { title: 'PasswordLinkWays' },
);

export const passwordLinkWaysExample = { by_mail: true };

const token = Type.String({ minLength: 1, maxLength: 200, description: 'Token from the link.' });

export const HeldLinkSchema = Type.Object(
  {
    email: Type.String({ description: 'The account signs in with it.' }),
  } satisfies Record<keyof HeldLinkView, unknown>,
  { title: 'HeldPasswordLink' },
);

export const heldLinkExample: HeldLinkView = { email: 'mei@example.com' };

export const HeldLink = Type.Object(
  { token },
  { title: 'HeldPasswordLinkRequest', additionalProperties: false, examples: [{ token: 'q5cVz1Zk8a' }] },
);

export const NewPassword = Type.Object(
  {
    token,
    password: Password,
  },
  {
    title: 'NewPassword',
    additionalProperties: false,
    examples: [{ token: 'q5cVz1Zk8a', password: 'battery staple' }],
  },
);

export const PasswordLinkRequest = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 300 }) },
  { title: 'PasswordLinkRequest', additionalProperties: false, examples: [{ email: 'mei@example.com' }] },
);
