import { Type } from 'typebox';
import { headers, retryAfter } from './answers.schema.ts';
import { User, userExample } from './user.schema.ts';

const secret = { minLength: 1, maxLength: 1_024 };

const Credentials = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 300 }),
    password: Type.String(secret),
    cookie: Type.Optional(
      Type.Boolean({ description: 'Return the refresh token as a cookie instead of in the body.' }),
    ),
  },
  {
    title: 'Credentials',
    additionalProperties: false,
    examples: [{ email: 'admin@example.com', password: 'admin123' }],
  },
);
/** The form that OAuth2 clients send; only name and password are used. */
const form = {
  username: Type.String({ minLength: 1, maxLength: 300, description: 'The e-mail.' }),
  password: Type.String(secret),
  grant_type: Type.Optional(Type.String({ maxLength: 100 })),
  scope: Type.Optional(Type.String({ maxLength: 1_000 })),
  client_id: Type.Optional(Type.String({ maxLength: 300 })),
  client_secret: Type.Optional(Type.String({ maxLength: 1_024 })),
};

const LoginForm = Type.Object(form, {
  title: 'LoginForm',
  additionalProperties: false,
  examples: [{ username: 'admin@example.com', password: 'admin123' }],
});

export const LoginBody = {
  content: {
    'application/json': { schema: Credentials },
    'application/x-www-form-urlencoded': { schema: LoginForm },
  },
};

/** Other fields are ignored, as RFC 6749 requires. */
const TokenForm = Type.Object(
  {
    grant_type: Type.String({ ...secret, description: '`password`.' }),
    username: Type.Optional(Type.String({ maxLength: 300, description: 'The e-mail.' })),
    password: Type.Optional(Type.String({ maxLength: 1_024 })),
  },
  {
    title: 'TokenForm',
    additionalProperties: true,
    examples: [{ grant_type: 'password', username: 'admin@example.com', password: 'admin123' }],
  },
);

export const TokenBody = { content: { 'application/x-www-form-urlencoded': { schema: TokenForm } } };

export const RefreshBody = Type.Object(
  {
    refresh_token: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1_024, description: 'If left out, the cookie is used.' }),
    ),
  },
  { title: 'RefreshToken', additionalProperties: false, examples: [{ refresh_token: refreshExample() }] },
);

function refreshExample(): string {
  return '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b.1.Zx0p9Qw3mJt1c5vB7nK2lH4gF6dS8aPoIuYtReWqMnA';
}

export const Tokens = Type.Object(
  {
    access_token: Type.String({ description: 'Send it as `Authorization: Bearer …`.' }),
    token_type: Type.Literal('bearer'),
    expires_in: Type.Integer({ description: 'Lifetime of the access token in seconds.' }),
    refresh_token: Type.Optional(
      Type.String({ description: 'Works once, so keep the newest one. Absent if it was set as a cookie.' }),
    ),
    user: User,
  },
  { title: 'Tokens' },
);

export const tokensExample = {
  access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
  token_type: 'bearer',
  expires_in: 1_800,
  refresh_token: refreshExample(),
  user: userExample,
};

const oauthHeaders = { ...headers, pragma: { type: 'string', description: '`no-cache`.' } };
const OAuthError = Type.Object(
  { error: Type.String(), error_description: Type.String() },
  { title: 'OAuthFault' },
);
const oauthFault = (description: string, error: string, error_description: string, more = {}) => ({
  description,
  headers: { ...oauthHeaders, ...more },
  content: { 'application/json': { schema: OAuthError, example: { error, error_description } } },
});

/** As in RFC 6749 and without the usual response format, because OAuth2 clients read it. */
export const tokenResponses = {
  200: {
    description: 'Signed in.',
    headers: oauthHeaders,
    content: {
      'application/json': {
        schema: Type.Object(
          {
            access_token: Type.String(),
            token_type: Type.Literal('bearer'),
            expires_in: Type.Integer(),
            refresh_token: Type.String(),
          },
          { title: 'OAuthTokens' },
        ),
        example: { ...tokensExample, user: undefined },
      },
    },
  },
  400: oauthFault(
    'The form is incomplete, the grant type is not `password`, or the e-mail or the password is wrong.',
    'invalid_grant',
    'The e-mail or the password is wrong.',
  ),
  403: oauthFault(
    'The browser says that a page of another site sent the request.',
    'invalid_request',
    'The browser says that a page of another site sent this request. Such requests are not accepted here.',
  ),
  413: oauthFault('The body is too large.', 'invalid_request', 'The body is too large.'),
  415: oauthFault('The body is not a form.', 'invalid_request', 'This content type is not accepted.'),
  429: oauthFault(
    'Too many attempts.',
    'too_many_requests',
    'Too many requests. Try again later.',
    retryAfter,
  ),
  500: oauthFault('An internal error.', 'server_error', 'An internal error occurred.'),
  503: oauthFault(
    'The server is busy, or the database or the queue is unreachable.',
    'temporarily_unavailable',
    'The server is busy. Try again in a moment.',
    retryAfter,
  ),
};
