import { Fault, invalid } from '../../errors.ts';
import {
  type Address,
  type NameLookup,
  PrivateAddress,
  publicAddress,
} from '../../runtime/net/public-request.ts';

/** A slow name server must not hold up the call; the check at each delivery is the one that counts. */
const LOOKUP_MS = 3_000;
/**
 * Names that one account may have looked up at the same time. A look-up goes on when the call no longer waits for it, and Node makes
 * four at once, in threads that files and passwords need as well.
 */
const LOOKUPS_PER_OWNER = 2;

/** Checks the addresses that callers want to have called. */
export class WebhookAddresses {
  readonly #allow_private: boolean;
  readonly #lookup: NameLookup | undefined;
  readonly #limit_ms: number;
  /** By account and name: the look-ups that have not ended yet. */
  readonly #running = new Map<string, Map<string, Promise<Address>>>();

  /** `lookup`, `limit_ms`: for tests; left out, names are found as every program of this machine finds them, within 3 seconds. */
  constructor(allow_private: boolean, lookup?: NameLookup, limit_ms = LOOKUP_MS) {
    this.#allow_private = allow_private;
    this.#lookup = lookup;
    this.#limit_ms = limit_ms;
  }

  /** The address in one spelling. Throws `validation_failed` for one that is never called, whatever its name leads to. */
  spelled(given: string): URL {
    if (!URL.canParse(given)) throw invalid('url', 'is not a URL', '不是有效的 URL');
    const url = new URL(given);
    const allowed = this.#allow_private ? ['https:', 'http:'] : ['https:'];
    if (!allowed.includes(url.protocol))
      throw invalid('url', 'must begin with https://', '必须以 https:// 开头');
    if (url.username || url.password)
      throw invalid('url', 'must not hold a user name or password', '不得包含用户名或密码');
    if (url.port === '0') throw invalid('url', 'must not have the port 0', '端口不得为 0');
    url.hash = '';
    return url;
  }

  /**
   * Throws `validation_failed` where the name leads to an address that must not be called, and `too_many_requests` while too many
   * look-ups of this account go on. A name that does not resolve, or not soon, is taken.
   */
  async check(owner_id: string, url: URL): Promise<void> {
    const found = this.#find(owner_id, url);
    try {
      await Promise.race([found, aborted(AbortSignal.timeout(this.#limit_ms))]);
    } catch (error) {
      if (error instanceof PrivateAddress)
        throw invalid('url', 'does not lead to a public address', '未指向公网地址');
    }
  }

  #find(owner_id: string, url: URL): Promise<Address> {
    const running = this.#running.get(owner_id) ?? new Map<string, Promise<Address>>();
    const known = running.get(url.host);
    if (known) return known;
    if (running.size >= LOOKUPS_PER_OWNER)
      throw new Fault('too_many_requests', { retry_after: Math.ceil(LOOKUP_MS / 1_000) });
    const found = publicAddress(url, this.#allow_private, this.#lookup).finally(() => {
      running.delete(url.host);
      if (running.size === 0) this.#running.delete(owner_id);
    });
    running.set(url.host, found);
    this.#running.set(owner_id, running);
    return found;
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
