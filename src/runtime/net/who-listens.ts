/** Finds out which server answers at an address, for more helpful hints than "cannot be reached". */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const WAIT_MS = 1_500;
const MOST_BYTES = 4_096;

export type Listener = 'MongoDB' | 'Redis' | 'a web server' | 'a server that wants TLS' | 'an unknown server';

/** Null if nothing accepts the connection. */
export async function whoListens(host: string, port: number): Promise<Listener | null> {
  // MongoDB answers this with a special text, and Redis with an error.
  const answer = await answerTo(connect({ host, port }), 'connect', 'GET / HTTP/1.0\r\n\r\n');
  if (answer === null) return null;
  if (/MongoDB over HTTP/.test(answer)) return 'MongoDB';
  if (/^[-+]/.test(answer)) return 'Redis';
  if (answer.startsWith('HTTP/')) return 'a web server';
  const secured = await answerTo(
    // Nothing is sent: only the kind of server matters, not whether it can be trusted.
    connectTls({ host, port, rejectUnauthorized: false }),
    'secureConnect',
    '',
  );
  return secured === null ? 'an unknown server' : 'a server that wants TLS';
}

/** The beginning of the answer; empty if the connection ends or stays silent; null without a connection. */
function answerTo(socket: Socket, ready: 'connect' | 'secureConnect', text: string): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let connected = false;
  let heard = '';
  const end = () => {
    clearTimeout(limit);
    socket.destroy();
    resolve(connected ? heard : null);
  };
  const limit = setTimeout(end, WAIT_MS);
  socket.once(ready, () => {
    connected = true;
    if (text === '') end();
    else socket.write(text);
  });
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
    if (heard.length >= MOST_BYTES || /^[-+]|^HTTP\/[\s\S]*\r\n\r\n./.test(heard)) end();
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    // It requires a certificate or another cipher, so it does speak TLS.
    if (/^ERR_SSL_.*ALERT/.test(error.code ?? '')) connected = true;
    end();
  });
  socket.once('end', end).once('close', end);
  return promise;
}

export interface ServerAddress {
  host: string;
  port: number;
  tls: boolean;
}

/** What to do if the server of this kind (`wanted`) does not answer as expected at the address of the URL. */
export async function hintFor(
  wanted: 'MongoDB' | 'Redis',
  url: string,
  address: ServerAddress,
): Promise<string> {
  const setting = settingOf(wanted);
  const found = await whoListens(address.host, address.port);
  if (found === null)
    return `nothing listens at ${address.host}:${address.port}: check ${setting}, the server and its firewall`;
  return mistakeIn(wanted, url, address, found) ?? `check ${setting}, the server and its firewall`;
}

/**
 * For the start, which waits for servers: asks only until something has answered at the address, because each question is a connection that
 * the server may log.
 */
export class WrongServers {
  readonly #wanted: 'MongoDB' | 'Redis';
  readonly #url: string;
  #answered = false;

  constructor(wanted: 'MongoDB' | 'Redis', url: string) {
    this.#wanted = wanted;
    this.#url = url;
  }

  /** Why waiting does not help: the mistake in the URL; null if there is none to be seen. */
  async mistake(address: ServerAddress): Promise<string | null> {
    if (this.#answered) return null;
    const found = await whoListens(address.host, address.port);
    if (found === null) return null;
    this.#answered = true;
    return mistakeIn(this.#wanted, this.#url, address, found);
  }
}

const settingOf = (wanted: 'MongoDB' | 'Redis') => (wanted === 'MongoDB' ? 'MONGODB_URL' : 'REDIS_URL');

function mistakeIn(
  wanted: 'MongoDB' | 'Redis',
  url: string,
  { host, port, tls }: ServerAddress,
  found: Listener,
): string | null {
  if (found === 'a server that wants TLS' && !tls)
    return wanted === 'MongoDB'
      ? `the server at ${host}:${port} wants TLS: add tls=true to the options in MONGODB_URL`
      : `the server at ${host}:${port} wants TLS: write rediss:// instead of redis:// in REDIS_URL`;
  if (found !== wanted && found !== 'a server that wants TLS' && found !== 'an unknown server')
    return `${found} answers at ${host}:${port}, not ${wanted}: correct the port in ${settingOf(wanted)}`;
  if (found === wanted && tls)
    return wanted === 'MongoDB'
      ? `the server at ${host}:${port} does not speak TLS: ${url.startsWith('mongodb+srv:') ? 'add tls=false to' : 'remove tls=true from'} the options in MONGODB_URL`
      : `the server at ${host}:${port} does not speak TLS: write redis:// instead of rediss:// in REDIS_URL`;
  return null;
}
