import { invalid } from '../../errors.ts';
import { PrivateAddress, publicAddress } from '../../runtime/net/public-request.ts';

/** A slow name server must not hold up the call; the check at each delivery is the one that counts. */
const LOOKUP_MS = 3_000;

/**
 * The address of a new webhook, in one spelling. Throws a 422 fault for one that must not be called. A name that does not resolve, or
 * not soon, is taken.
 */
export async function checkedWebhookUrl(given: string, allow_private: boolean): Promise<string> {
  if (!URL.canParse(given)) throw invalid('url', 'is not a URL', '不是有效的 URL');
  const url = new URL(given);
  const allowed = allow_private ? ['https:', 'http:'] : ['https:'];
  if (!allowed.includes(url.protocol))
    throw invalid('url', 'must begin with https://', '必须以 https:// 开头');
  if (url.username || url.password)
    throw invalid('url', 'must not hold a user name or password', '不得包含用户名或密码');
  if (url.port === '0') throw invalid('url', 'must not have the port 0', '端口不得为 0');
  url.hash = '';
  try {
    const signal = AbortSignal.timeout(LOOKUP_MS);
    await Promise.race([publicAddress(url, allow_private), aborted(signal)]);
  } catch (error) {
    if (error instanceof PrivateAddress)
      throw invalid('url', 'does not lead to a public address', '未指向公网地址');
  }
  return url.href;
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
