/** Why messages are not delivered, in the words that owners of webhooks read. They reveal nothing about addresses inside the network. */
import type { Delivery } from '../../data/contracts/index.ts';
import { PrivateAddress } from '../../runtime/net/public-request.ts';
import type { Said } from '../../runtime/said.ts';

const MOST_MESSAGE = 300;

/** Why no attempt is made. */
export const NOT_SENT = {
  owner_deleted: { en: 'The owner of this webhook was deleted.', zh: '此 Webhook 的所有者已被删除。' },
  owner_disabled: { en: 'The owner of this webhook is disabled.', zh: '此 Webhook 的所有者已被停用。' },
  switched_off: { en: 'The webhook is switched off.', zh: '此 Webhook 已停用。' },
} as const satisfies Record<string, Said>;

const NOT_PUBLIC: Said = { en: 'The address is not a public one.', zh: '该地址不是公网地址。' };
const TOO_SLOW: Said = { en: 'The receiver did not answer in time.', zh: '接收方未能及时响应。' };
const SECRET_UNREADABLE: Said = {
  en: 'The secret of this webhook can no longer be read, because the key of the server has changed. Make a new secret.',
  zh: '服务器的密钥已更换，无法再读取此 Webhook 的签名密钥。请更换签名密钥。',
};

/** Thrown while a message is signed. */
export class SecretUnreadable extends Error {
  override name = 'SecretUnreadable';

  constructor(options: ErrorOptions) {
    super(SECRET_UNREADABLE.en, options);
  }
}

export const answered = (status: number): Said => ({
  en: `The receiver answered ${status}.`,
  zh: `接收方返回了状态码 ${status}。`,
});

export const tooManyWaiting = (most: number): Said => ({
  en: `The webhook already had ${most} messages waiting, so this one was not sent.`,
  zh: `该 Webhook 已有 ${most} 条消息在等待，因此未发送此消息。`,
});

const BROKEN_OFF: Said = { en: 'The receiver broke off the connection.', zh: '接收方中断了连接。' };

/** What a network says most often, in words that need no manual. */
const NETWORK: Readonly<Record<string, Said | undefined>> = {
  ENOTFOUND: { en: 'The address cannot be found.', zh: '找不到该地址。' },
  ECONNREFUSED: { en: 'The receiver refuses the connection.', zh: '接收方拒绝连接。' },
  ECONNRESET: BROKEN_OFF,
  // A message is sent while the receiver has already closed its connection.
  EPIPE: BROKEN_OFF,
  ETIMEDOUT: TOO_SLOW,
  ETIMEOUT: {
    en: 'The name server of the address did not answer in time.',
    zh: '该地址的域名服务器未能及时响应。',
  },
};

/** Why an attempt failed before there was an answer. */
export function reasonOf(error: unknown): Said {
  if (error instanceof PrivateAddress) return NOT_PUBLIC;
  if (error instanceof SecretUnreadable) return SECRET_UNREADABLE;
  const { name, code, message } = error as Error & { code?: string };
  if (name === 'TimeoutError') return TOO_SLOW;
  const said = code && NETWORK[code];
  if (said) return said;
  if (code) return { en: `The receiver cannot be reached (${code}).`, zh: `无法连接接收方（${code}）。` };
  const text = message.slice(0, MOST_MESSAGE);
  return { en: text, zh: text };
}

/** The fields of a delivery that say so. */
export const failed = (why: Said | null): Pick<Delivery, 'error' | 'error_zh'> => ({
  error: why?.en ?? null,
  error_zh: why?.zh ?? null,
});
