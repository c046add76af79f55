import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { suite, test } from 'node:test';
import { readSettings, SettingsError } from '../../src/settings.ts';
import { respelled } from '../support/respelled.ts';
import { SECRET, startApi, type TestApi } from './start-api.ts';

/** Tokens of keys with two halves: whoever has the public one, or none, makes no token that passes. */
const generate = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};
type Algorithm = keyof typeof generate;

const ME = '/api/v1/users/me';
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
const pem = (key: KeyObject, type: 'pkcs8' | 'spki') => String(key.export({ type, format: 'pem' }));

function signed(header: object, claims: object, signature: (text: string) => Buffer): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${signature(text).toString('base64url')}`;
}
const byKey = (key: KeyObject, digest: string | null) => (text: string) =>
  sign(digest, Buffer.from(text), key);
const bySecret = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest();

async function assertRefused(api: TestApi, token: string, what: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const { status, text, headers: answered } = await api.anonymous.send('GET', ME, { headers });
  assert.equal(status, 401, `${what}: ${text}`);
  assert.equal(answered['www-authenticate'], 'Bearer error="invalid_token"', what);
}

for (const algorithm of Object.keys(generate) as Algorithm[]) {
  suite(algorithm, () => {
    const { privateKey, publicKey } = generate[algorithm]();
    const digest = algorithm === 'RS256' ? 'sha256' : null;

    test('signs in, reads its own tokens, and no others', async () => {
      const api = await startApi({
        env: {
          ALGORITHM: algorithm,
          // As it stands in a `.env` file: on one line.
          JWT_PRIVATE_KEY: pem(privateKey, 'pkcs8').trim().replaceAll('\n', '\\n'),
        },
      });
      try {
        const { token } = api.admin;
        const [header = '', claims = '', signature = ''] = token.split('.');
        assert.equal(decoded(header).alg, algorithm);
        assert.equal((await api.admin.data('GET', ME)).email, api.admin.email);
        const again = await api.anonymous.data('POST', '/api/v1/auth/refresh', {
          refresh_token: api.admin.refresh_token,
        });
        const headers = { authorization: `Bearer ${again.access_token}` };
        assert.equal((await api.anonymous.send('GET', ME, { headers })).status, 200);

        const mine = decoded(claims);
        const ours = byKey(privateKey, digest);
        // The tool itself: what is signed as the server signs passes, so that each refusal below has its own reason.
        const forged = signed({ alg: algorithm, typ: 'JWT' }, { ...mine, jti: randomUUID() }, ours);
        assert.equal(
          (await api.anonymous.send('GET', ME, { headers: { authorization: `Bearer ${forged}` } })).status,
          200,
        );

        const refused: Record<string, string> = {
          'another key': signed({ alg: algorithm }, mine, byKey(generate[algorithm]().privateKey, digest)),
          'no algorithm': signed({ alg: 'none' }, mine, () => Buffer.alloc(0)),
          'no algorithm, in capitals': signed({ alg: 'None' }, mine, () => Buffer.alloc(0)),
          'no algorithm, signed': signed({ alg: 'none' }, mine, ours),
          'HS256 with the public key': signed({ alg: 'HS256' }, mine, bySecret(pem(publicKey, 'spki'))),
          'HS256 with the public key, trimmed': signed(
            { alg: 'HS256' },
            mine,
            bySecret(pem(publicKey, 'spki').trim()),
          ),
          'HS256 with the secret of file links': signed({ alg: 'HS256' }, mine, bySecret(SECRET)),
          'other claims under the signature': `${header}.${part({ ...mine, sub: randomUUID() })}.${signature}`,
          'no signature': `${header}.${claims}.`,
          'a key of its own in the header': signed(
            { alg: algorithm, jwk: generate[algorithm]().publicKey.export({ format: 'jwk' }) },
            mine,
            byKey(generate[algorithm]().privateKey, digest),
          ),
          expired: signed({ alg: algorithm }, { ...mine, exp: Math.floor(Date.now() / 1_000) - 1 }, ours),
          'without an end': signed({ alg: algorithm }, { ...mine, exp: undefined }, ours),
          'of another issuer': signed({ alg: algorithm }, { ...mine, iss: 'somebody' }, ours),
        };
        const other = (Object.keys(generate) as Algorithm[]).find((one) => one !== algorithm) as Algorithm;
        refused[`signed with ${other}`] = signed(
          { alg: other },
          mine,
          byKey(generate[other]().privateKey, other === 'RS256' ? 'sha256' : null),
        );
        const spellings = respelled(api.admin.token);
        assert.ok(spellings.length > 0);
        for (const [at, one] of spellings.entries()) refused[`another spelling, ${at}`] = one;
        for (const [what, token] of Object.entries(refused)) await assertRefused(api, token, what);
      } finally {
        await api.close();
      }
    });
  });
}

test('a key that does not fit the algorithm is refused by name and rule', () => {
  const [rsa, ed25519] = [generate.RS256, generate.EdDSA].map((make) => pem(make().privateKey, 'pkcs8'));
  const message = (ALGORITHM: string, JWT_PRIVATE_KEY: string | undefined) => {
    try {
      readSettings({ ALGORITHM, JWT_PRIVATE_KEY });
      return null;
    } catch (error) {
      assert.ok(error instanceof SettingsError);
      return error.message;
    }
  };
  assert.equal(message('RS256', rsa), null);
  assert.equal(message('EdDSA', ed25519), null);
  assert.match(message('RS256', ed25519) ?? '', /^JWT_PRIVATE_KEY must be an RSA key/);
  const short = pem(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey, 'pkcs8');
  const too_short = /^JWT_PRIVATE_KEY must be an RSA key of at least 2048 bits when ALGORITHM is RS256$/;
  assert.match(message('RS256', short) ?? '', too_short);
  assert.match(message('EdDSA', rsa) ?? '', /^JWT_PRIVATE_KEY must be an Ed25519 key/);
  assert.match(message('EdDSA', undefined) ?? '', /^JWT_PRIVATE_KEY must be set/);
  assert.match(message('RS256', 'rubbish') ?? '', /^JWT_PRIVATE_KEY must be a PEM private key$/);
});
