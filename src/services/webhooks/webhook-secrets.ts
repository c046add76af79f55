import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { derivedKey } from '../derived-key.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Secrets of webhooks according to Standard Webhooks. They are stored encrypted (AES-256-GCM with a key derived from the installation's
 * secret, each bound to its webhook), because a signature needs the secret itself and not only its hash.
 */
export class WebhookSecrets {
  readonly #key: Buffer;

  constructor(secret_key: string) {
    this.#key = derivedKey(secret_key, 'webhook secrets', 32);
  }

  fresh(): string {
    return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
  }

  seal(webhook_id: string, secret: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(webhook_id));
    const sealed = [cipher.update(secret, 'utf8'), cipher.final()];
    return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]).toString('base64');
  }

  /** Throws if it was sealed with another SECRET_KEY or for another webhook. */
  open(webhook_id: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv)
      .setAAD(Buffer.from(webhook_id))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const opened = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  }
}

/** The `webhook-signature` header of a message: one entry for each secret, separated by spaces. */
export function signatures(
  secrets: readonly string[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
