/** Rules for several settings together: each value is valid by itself. Each message begins with the name of a setting. */
import { createPrivateKey } from 'node:crypto';
import { type Settings, settingSpecs } from './setting-specs.ts';

/** How secrets of examples and templates begin, without white space, `-`, `_` and `.`. */
const KNOWN_SECRETS =
  'secret supersecret mysecret somesecret jwtsecret changeme changethis changeit replaceme replacethis replacewith pleasechange pleasereplace your putyour enteryour insertyour useyour addyour placeholder example todo'.split(
    ' ',
  );
/** A value that something should have replaced: `${NAME}`, `$(command)`, `$NAME`, `<name>`, `{{ name }}`, `[name]`, `%NAME%`. */
const PLACEHOLDER = /^(\$\{.*\}|\$\(.*\)|\$[a-z_]\w*|<.*>|\{\{.*\}\}|\[.*\]|%\w+%)$/is;
/** Less than one in 10,000 texts of 16 random hexadecimal digits has fewer different characters. */
const LEAST_DIFFERENT = 6;
/** RFC 7518, section 3.3: shorter keys can be factored, and whoever does so signs tokens of anybody. */
const LEAST_RSA_BITS = 2_048;

/** What is wrong with settings that depend on one another. */
export function together(settings: Settings, env: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  const { MONGODB_URL, REDIS_URL } = env;
  if (!MONGODB_URL?.trim() !== !REDIS_URL?.trim()) {
    const [missing, present] = MONGODB_URL?.trim()
      ? ['REDIS_URL', 'MONGODB_URL']
      : ['MONGODB_URL', 'REDIS_URL'];
    faults.push(`${missing} must be set when ${present} is (or leave both out for the embedded mode)`);
  }
  if ((settings.ALGORITHM === 'RS256' || settings.ALGORITHM === 'EdDSA') && !settings.JWT_PRIVATE_KEY) {
    faults.push(`JWT_PRIVATE_KEY must be set when ALGORITHM is ${settings.ALGORITHM}`);
  }
  if (settings.JWT_PRIVATE_KEY) {
    const wrong = keyFault(settings.ALGORITHM, settings.JWT_PRIVATE_KEY);
    if (wrong) faults.push(`JWT_PRIVATE_KEY must be ${wrong}`);
  }
  if (settings.SMTP_URL && !settings.PUBLIC_URL) {
    faults.push('PUBLIC_URL must be set when SMTP_URL is, because links in e-mails begin with it');
  }
  if (settings.IMAGE_PROVIDER === 'openai' && !settings.IMAGE_API_KEY) {
    faults.push('IMAGE_API_KEY must be set when IMAGE_PROVIDER is openai');
  }
  return faults;
}

/** Secrets that others know or can guess; each is named at most once. */
export function productionFaults({ NODE_ENV, SECRET_KEY, ADMIN_PASSWORD }: Settings): string[] {
  if (NODE_ENV !== 'production') return [];
  const faults: string[] = [];
  if (!SECRET_KEY || isKnown(SECRET_KEY)) {
    faults.push('SECRET_KEY must be set to a secret of your own when NODE_ENV is production');
  } else if (isGuessable(SECRET_KEY)) {
    faults.push(
      `SECRET_KEY must be random when NODE_ENV is production: at least ${LEAST_DIFFERENT} different characters, and not a short text that is repeated`,
    );
  }
  if (isKnown(ADMIN_PASSWORD)) {
    faults.push('ADMIN_PASSWORD must be set to a password of your own when NODE_ENV is production');
  }
  return faults;
}

function isKnown(value: string): boolean {
  const plain = value.toLowerCase().replaceAll(/[\s_.-]+/g, '');
  return (
    PLACEHOLDER.test(value) ||
    KNOWN_SECRETS.some((known) => plain.startsWith(known)) ||
    value.toLowerCase() === settingSpecs.ADMIN_PASSWORD.fallback
  );
}

const isGuessable = (secret: string): boolean =>
  new Set(secret).size < LEAST_DIFFERENT || /^(.{1,12}?)\1+$/s.test(secret);

/** The rule that the key violates; null if it is acceptable. */
function keyFault(algorithm: string, pem: string): string | null {
  let type: string | undefined;
  let bits: number | undefined;
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    type = key.asymmetricKeyType;
    bits = key.asymmetricKeyDetails?.modulusLength;
  } catch {
    // The message of OpenSSL may quote the key.
    return 'a PEM private key';
  }
  if (algorithm === 'RS256' && (type !== 'rsa' || !bits || bits < LEAST_RSA_BITS))
    return `an RSA key of at least ${LEAST_RSA_BITS} bits when ALGORITHM is RS256`;
  if (algorithm === 'EdDSA' && type !== 'ed25519') return 'an Ed25519 key when ALGORITHM is EdDSA';
  return null;
}
