import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingsError } from '../../../src/settings.ts';

const refusal = (env: Record<string, string>): string => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'nothing is refused';
};

test('production has several spellings, and is never missed', () => {
  for (const NODE_ENV of ['production', 'prod', 'Production', 'PROD']) {
    assert.match(refusal({ NODE_ENV }), /SECRET_KEY must be set/, NODE_ENV);
  }
  assert.equal(readSettings({ NODE_ENV: 'Dev' }).NODE_ENV, 'development');
  assert.equal(
    refusal({ NODE_ENV: 'live' }),
    'NODE_ENV must be production (or prod), development (or dev) or test',
  );
});

test('origins are kept as browsers send them', () => {
  const given =
    'HTTPS://App.Example.com/, http://localhost:80,https://bücher.example,  capacitor://localhost/';
  assert.equal(
    readSettings({ CORS_ORIGINS: given }).CORS_ORIGINS,
    'https://app.example.com,http://localhost,https://xn--bcher-kva.example,capacitor://localhost',
  );
  assert.equal(readSettings({ CORS_ORIGINS: '*' }).CORS_ORIGINS, '*');
});

test('an origin that no browser sends is refused', () => {
  for (const one of [
    'app.example.com',
    'https://a.example/app',
    'https://a.example?x',
    'https://u:p@a.example',
    'null',
    'https://*.example.com/x',
    'mailto:a@example.com',
  ]) {
    assert.match(
      refusal({ CORS_ORIGINS: `https://good.example,${one}` }),
      /^CORS_ORIGINS must be origins/,
      one,
    );
  }
});

test('origins that contradict one another, or that no page has, are refused', () => {
  for (const one of ['*,https://a.example', 'https://a.example, *', 'https://*.a.example,*', '**'])
    assert.equal(
      refusal({ CORS_ORIGINS: one }),
      'CORS_ORIGINS must be origins without wildcards, separated by commas; * is allowed only by itself',
      one,
    );
  for (const one of ['ws://a.example', 'wss://a.example', 'ftp://a.example'])
    assert.match(refusal({ CORS_ORIGINS: one }), /^CORS_ORIGINS must be origins such as/, one);
  assert.equal(readSettings({ CORS_ORIGINS: ' * ,' }).CORS_ORIGINS, '*');
  assert.equal(
    readSettings({ CORS_ORIGINS: 'https://a.example,https://A.example:443/' }).CORS_ORIGINS,
    'https://a.example',
  );
});

/** What a shell would replace, without a template of JavaScript. */
const filled = (inside: string) => `$${inside}`;

test('in production, secrets that something should have replaced are refused', () => {
  const good = {
    NODE_ENV: 'production',
    SECRET_KEY: 'vV3Zk-o8iXf2Qp1sLr7T',
    ADMIN_PASSWORD: 'Korrekt-Pferd-9x',
  };
  assert.equal(refusal(good), 'nothing is refused');
  for (const one of [
    filled('{SECRET_KEY_FROM_VAULT}'),
    filled('(openssl rand -hex 32)'),
    filled('SECRET_KEY_OF_VAULT'),
    '<your-secret-key-here>',
    '[a long random text]',
    '{{ .Values.secretKey }}',
    '%SECRET_FROM_VAULT%',
    'your-256-bit-secret',
    'Your_Secret_Key_123',
    'changeme-changeme1234',
    'Change Me Please 1234',
    'replace_me_with_random',
    'put-your-secret-here',
    'my-secret-key-123456',
  ]) {
    assert.match(
      refusal({ ...good, SECRET_KEY: one }),
      /^SECRET_KEY must be set to a secret of your own/,
      one,
    );
    assert.match(
      refusal({ ...good, ADMIN_PASSWORD: one }),
      /^ADMIN_PASSWORD must be set to a password of your/,
      one,
    );
    assert.equal(refusal({ ADMIN_PASSWORD: one, SECRET_KEY: one }), 'nothing is refused', one);
  }
});

test('folders and URLs in which something should have been filled in are refused', () => {
  for (const one of [
    filled('HOME/data'),
    `/srv/${filled('{USER}')}`,
    `/srv/${filled('USER')}/x`,
    'file:///srv/data',
  ])
    for (const name of ['DATA_DIR', 'TASK_TYPES_DIR'])
      assert.match(refusal({ [name]: one }), new RegExp(`^${name} must be a folder, written without`), one);
  assert.equal(readSettings({ DATA_DIR: '/srv/a$1' }).DATA_DIR, '/srv/a$1');
  for (const password of [filled('{PASSWORD}'), filled('(PASSWORD)'), '<password>', '<db_password>'])
    for (const [name, other] of [
      ['MONGODB_URL', 'REDIS_URL'],
      ['REDIS_URL', 'MONGODB_URL'],
    ] as const) {
      const scheme = (of: string) => (of === 'REDIS_URL' ? 'redis' : 'mongodb');
      const said = refusal({
        [name]: `${scheme(name)}://ann:${password}@db.example`,
        [other]: `${scheme(other)}://db.example`,
      });
      assert.match(said, new RegExp(`^${name} must be a URL without placeholders`), password);
    }
  for (const one of ['http://0.0.0.0:8000', 'https://[::]/', 'https://0:8000'])
    assert.match(
      refusal({ PUBLIC_URL: one }),
      /^PUBLIC_URL must be a URL with a name or address that people/,
      one,
    );
});

test('addresses, folders and servers that cannot be meant are refused', () => {
  assert.match(refusal({ HOST: 'http://localhost' }), /^HOST must be a host name or an IP address/);
  assert.match(refusal({ HOST: 'localhost:8000' }), /^HOST must be/);
  assert.equal(readSettings({ HOST: '[::1]' }).HOST, '::1');
  assert.match(refusal({ DATA_DIR: '~/data' }), /^DATA_DIR must be a folder, written without ~/);
  assert.match(refusal({ REDIS_URL: 'redis://', MONGODB_URL: 'mongodb://a' }), /^REDIS_URL must be a URL/);
});

test('a character that cuts a password in two is named; nothing of the password is shown', () => {
  const urls = (password: string) => ({
    MONGODB_URL: `mongodb://ann:${password}@db.example:27017/?appName=@x@`,
    REDIS_URL: `redis://:${password}@cache.example:6379/2`,
  });
  for (const [character, escaped] of Object.entries({
    '@': '%40',
    '/': '%2F',
    '?': '%3F',
    '#': '%23',
    '%': '%25',
  })) {
    const text = refusal(urls(`ses${character}same`));
    for (const name of ['MONGODB_URL', 'REDIS_URL'])
      assert.ok(
        text.includes(
          `${name} must be a URL in which a "${character}" of the user or password is written as ${escaped}`,
        ),
        text,
      );
    assert.doesNotMatch(text, /ses|same/);
    assert.ok(readSettings(urls(`ses${escaped}same`)).MONGODB_URL);
  }
  for (const MONGODB_URL of [
    'mongodb://a:27017,b:27018,[::1]:27019/db?appName=@x@&replicaSet=r',
    'mongodb://a?appName=@x@',
    'mongodb+srv://ann:p%40ss@a.example',
  ])
    assert.equal(readSettings({ MONGODB_URL, REDIS_URL: 'rediss://[::1]:6379' }).MONGODB_URL, MONGODB_URL);
});

test('white space around a password is refused, not left out', () => {
  assert.match(
    refusal({ ADMIN_PASSWORD: ' long enough ' }),
    /^ADMIN_PASSWORD must be 8 to 128 characters, without white space/,
  );
  assert.equal(readSettings({ ADMIN_PASSWORD: 'long  enough' }).ADMIN_PASSWORD, 'long  enough');
});

test('a value that could never work is refused by the name of its setting, and not shown', () => {
  const wrong: Record<string, string[]> = {
    DB_NAME: ['local', 'config', 'admin', 'Admin', 'a.b'],
    CORS_ORIGINS: [
      'https://*.a.example',
      'https://a.example:70000',
      'https://a.example:0',
      'https://a\nb.example',
    ],
    PUBLIC_URL: [
      'https://x.example/path',
      'https://u:sesame@x.example',
      'https://x.example?a=1',
      'https://x.example#a',
      'https://x.example:70000',
      'https://x.example:0',
      'https://x y',
      'https://x\ny.example',
      'https://*.x.example',
      'ftp://x.example',
      'x.example',
    ],
    IMAGE_BASE_URL: [
      'https://x.example/v1?key=sesame',
      'https://x.example/v1#a',
      'https://*/v1',
      'https://x y/v1',
    ],
    OTEL_EXPORTER_OTLP_ENDPOINT: ['http://collector:4318?a=1', 'http://collector:0'],
    IMAGE_API_KEY: ['sesame-ключ', 'sesame\u200b1', 'sesame\nx: y', 'sesame key'],
    IMAGE_MODEL: ['a\u0007b', 'x'.repeat(201)],
    OTEL_SERVICE_NAME: ['a\nb', '\u200b'],
    ADMIN_FULLNAME: ['Ad\u0007min', 'x'.repeat(201), '\u200b', 'a\u2028b'],
    SMTP_FROM: ['a\u0007@b.example', 'a b@c.example'],
  };
  for (const [name, values] of Object.entries(wrong))
    for (const value of values) {
      const said = refusal({ [name]: value });
      assert.match(said, new RegExp(`^${name} must be [^\n]*$`), JSON.stringify(value));
      assert.ok(!said.includes('sesame') && !said.includes('\u0007'), said);
    }
  const right: Record<string, string[]> = {
    PUBLIC_URL: [
      'https://tasks.example',
      'http://10.0.0.1:8000/',
      'https://[::1]:1',
      'https://bücher.example',
    ],
    IMAGE_BASE_URL: ['http://localhost:11434/v1', 'https://a_b.example/openai/v1/'],
    IMAGE_API_KEY: ['sk-proj_aB3.~/+=='],
    DB_NAME: ['backend2', 'admin2', 'my-config'],
    ADMIN_FULLNAME: ['Mei Chen', '管理员'],
  };
  for (const [name, values] of Object.entries(right))
    for (const value of values) assert.equal(refusal({ [name]: value }), 'nothing is refused', value);
});

test('in production a value that is refused causes no other fault', () => {
  const env = { NODE_ENV: 'production', SECRET_KEY: 'vV3Zk-o8iXf2Qp1sLr7T', ADMIN_PASSWORD: 'short' };
  assert.match(refusal(env), /^ADMIN_PASSWORD must be 8 to 128 characters[^\n]*$/);
  assert.match(
    refusal({ REDIS_URL: 'redis://h:0', MONGODB_URL: 'mongodb://h' }),
    /^REDIS_URL must be a URL with a port[^\n]*$/,
  );
});

test('addresses that nothing can be reached at are refused, by name', () => {
  const mongodb = ['mongodb://h:70000', 'mongodb://h:0', 'mongodb://h:abc', 'mongodb+srv://a.b.c:27017'];
  for (const one of [...mongodb, 'mongodb://[::1', 'mongodb://h:27017,', 'mongodb://h h', 'mongodb://"h"'])
    assert.match(refusal({ MONGODB_URL: one, REDIS_URL: 'redis://h' }), /^MONGODB_URL must be a URL/, one);
  const redis = [
    'redis://h:70000',
    'redis://h:0',
    'redis://h:x',
    'redis://h/abc',
    'redis://h/1e1',
    'redis://h/1.5',
  ];
  for (const one of [...redis, 'redis://h?keyPrefix=x', 'redis://a,b'])
    assert.match(refusal({ REDIS_URL: one, MONGODB_URL: 'mongodb://h' }), /^REDIS_URL must be a URL/, one);
  for (const one of ['redis://h', 'redis://:p@h:6379/2', 'rediss://h/0?family=6', 'redis://[::1]:6379'])
    assert.equal(readSettings({ REDIS_URL: one, MONGODB_URL: 'mongodb+srv://h.x' }).REDIS_URL, one);
  for (const one of ['smtp://h:99999', 'smtps://h:0'])
    assert.match(refusal({ SMTP_URL: one }), /^SMTP_URL must be a URL/, one);
  for (const one of ['https://x/path', 'https://u:p@x', 'https://x?a=1', 'https://x:70000', 'https://x y'])
    assert.match(refusal({ PUBLIC_URL: one }), /^PUBLIC_URL must be a URL/, one);
  assert.match(refusal({ CORS_ORIGINS: 'https://*.a.example' }), /^CORS_ORIGINS must be origins/);
});

test('values that can never work are refused, by name', () => {
  for (const one of ['local', 'config', 'Admin'])
    assert.match(refusal({ DB_NAME: one }), /^DB_NAME must be .* other than admin, config and local/);
  assert.equal(readSettings({ DB_NAME: 'local-tasks' }).DB_NAME, 'local-tasks');
  for (const one of ['ключ', 'a\u200bb', 'a b', 'a\nb'])
    assert.match(refusal({ IMAGE_API_KEY: one }), /^IMAGE_API_KEY must be letters, digits/, one);
  assert.match(refusal({ ADMIN_EMAIL: 'a@b..example' }), /^ADMIN_EMAIL must be an e-mail/);
  for (const one of ['a\u0007b', 'x'.repeat(201)])
    assert.match(refusal({ ADMIN_FULLNAME: one }), /^ADMIN_FULLNAME must be one line/);
  const production = { NODE_ENV: 'production', SECRET_KEY: 'a'.repeat(32), ADMIN_PASSWORD: 'long enough' };
  assert.match(refusal(production), /^SECRET_KEY must be random/);
});
