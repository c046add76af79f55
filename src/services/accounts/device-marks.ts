import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../derived-key.ts';

/** How long a device counts as known after its last success. */
export const KNOWN_DAYS = 30;
const KNOWN_MS = KNOWN_DAYS * 86_400_000;

/** A signed cookie that says when an account signed in on this device. It grants no access; it only keeps known devices from being locked out in a flood. */
export class DeviceMarks {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = derivedKey(secret, 'device mark');
  }

  write(user_id: string): string {
    const named = `${user_id}.${Date.now().toString(36)}`;
    return `${named}.${this.#proof(named)}`;
  }

  /** The account that signed in on this device within 30 days; null without a valid mark. */
  read(mark: string | undefined): string | null {
    const parts = mark && /^([0-9a-f-]{36})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/.exec(mark);
    if (!parts) return null;
    const [, user_id = '', at = '', given = ''] = parts;
    const age = Date.now() - Number.parseInt(at, 36);
    const matches = timingSafeEqual(Buffer.from(given), Buffer.from(this.#proof(`${user_id}.${at}`)));
    return matches && age <= KNOWN_MS ? user_id : null;
  }

  #proof(named: string): string {
    return createHmac('sha256', this.#key).update(named).digest('base64url');
  }
}
