import { Fault, type FaultDetail, invalid } from '../../errors.ts';
import type { Address, NameLookup } from '../../runtime/net/name-lookup.ts';
import { isPrivateLiteral, PrivateAddress, publicAddress } from '../../runtime/net/public-request.ts';
import { orAborted } from '../../runtime/or-aborted.ts';

/** A slow name server must not delay the request; the check before each delivery is the decisive one. */
const LOOKUP_MS = 3_000;
/**
 * How many names one account may have looked up at the same time. A look-up goes on after the request has stopped waiting for it.
 */
const LOOKUPS_PER_OWNER = 2;

/** Checks the URLs of webhooks when they are created or changed. */
export class WebhookAddresses {
  readonly #allow_private: boolean;
  readonly #lookup: NameLookup | undefined;
  readonly #limit_ms: number;
  /** The look-ups that have not ended yet, by account and host. */
  readonly #running = new Map<string, Map<string, Promise<Address>>>();

  /** `lookup` and `limit_ms` are for tests. By default, the system resolves the names, within 3 seconds. */
  constructor(allow_private: boolean, lookup?: NameLookup, limit_ms = LOOKUP_MS) {
    this.#allow_private = allow_private;
    this.#lookup = lookup;
    this.#limit_ms = limit_ms;
  }

  /** Why a URL is refused without looking up its host; empty if it may be called. */
  faultsOf(given: string): FaultDetail[] {
    try {
      const url = this.spelled(given);
      return this.#allow_private || !isPrivateLiteral(url) ? [] : [PRIVATE];
    } catch (error) {
      if (error instanceof Fault && error.details) return error.details;
      throw error;
    }
  }

  /** The normalized URL. Throws `validation_failed` for a URL that is never called, whatever its host resolves to. */
  spelled(given: string): URL {
    if (!URL.canParse(given)) throw invalid('url', 'is not a URL', '不是有效的 URL');
    const url = new URL(given);
    if (url.protocol !== 'https:' && !(this.#allow_private && url.protocol === 'http:'))
      throw this.#allow_private
        ? invalid('url', 'must begin with https:// or http://', '必须以 https:// 或 http:// 开头')
        : invalid(
            'url',
            'must begin with https://. For a receiver in your own network, the operator of this server can set WEBHOOK_ALLOW_PRIVATE=true',
            '必须以 https:// 开头；若接收方在内部网络中，服务器的运维人员可以设置 WEBHOOK_ALLOW_PRIVATE=true',
          );
    if (url.username || url.password)
      throw invalid('url', 'must not contain a user name or password', '不得包含用户名或密码');
    if (url.port === '0') throw invalid('url', 'must not have the port 0', '端口不得为 0');
    url.hash = '';
    return url;
  }

  /**
   * Throws `validation_failed` if the host resolves to an address that must not be called, and `too_many_requests` while the account has
   * too many look-ups under way. A host that does not resolve, or not in time, is accepted.
   */
  async check(owner_id: string, url: URL): Promise<void> {
    const signal = AbortSignal.timeout(this.#limit_ms);
    const found = this.#find(owner_id, url, signal);
    try {
      await orAborted(found, signal);
    } catch (error) {
      if (error instanceof PrivateAddress) throw new Fault('validation_failed', { details: [PRIVATE] });
    }
  }

  #find(owner_id: string, url: URL, signal: AbortSignal): Promise<Address> {
    const running = this.#running.get(owner_id) ?? new Map<string, Promise<Address>>();
    const known = running.get(url.host);
    if (known) return known;
    if (running.size >= LOOKUPS_PER_OWNER)
      throw new Fault('too_many_requests', { retry_after: Math.ceil(LOOKUP_MS / 1_000) });
    const found = publicAddress(url, signal, this.#allow_private, this.#lookup).finally(() => {
      running.delete(url.host);
      if (running.size === 0) this.#running.delete(owner_id);
    });
    running.set(url.host, found);
    this.#running.set(owner_id, running);
    return found;
  }
}

const PRIVATE: FaultDetail = {
  path: 'url',
  message: 'does not lead to a public address',
  zh: '未指向公网地址',
};
