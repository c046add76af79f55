/** A mail server that keeps the mails it receives. It implements only the parts of RFC 5321 that one client needs. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body as they arrived, with soft line breaks and quoted bytes resolved. */
  text: string;
}

export interface SmtpServer {
  url: string;
  mails: ReceivedMail[];
  close(): Promise<void>;
}

/** With `refuse`, it answers each mail with an error. */
export async function startSmtpServer({ refuse = false } = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, (mail) => {
      if (!refuse) mails.push(mail);
      return !refuse;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, take: (mail: ReceivedMail) => boolean): void {
  let waiting = '';
  let in_data = false;
  let mail: ReceivedMail = { from: '', to: [], text: '' };
  const say = (line: string) => socket.write(`${line}\r\n`);
  const line = (text: string) => {
    if (in_data) {
      if (text !== '.') {
        mail.text += `${text.replace(/^\.\./, '.')}\n`;
        return;
      }
      in_data = false;
      say(take({ ...mail, text: decoded(mail.text) }) ? '250 taken' : '554 not wanted');
      mail = { from: '', to: [], text: '' };
      return;
    }
    const [verb = ''] = text.toUpperCase().split(/[ :]/);
    if (verb === 'MAIL') mail.from = /<(.*?)>/.exec(text)?.[1] ?? '';
    if (verb === 'RCPT') mail.to.push(/<(.*?)>/.exec(text)?.[1] ?? '');
    if (verb === 'DATA') in_data = true;
    say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
    if (verb === 'QUIT') socket.end();
  };
  say('220 test');
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1');
    const lines = waiting.split('\r\n');
    waiting = lines.pop() ?? '';
    for (const one of lines) line(one);
  });
}

function decoded(text: string): string {
  const [head = '', ...body] = text.split('\n\n');
  const joined = body.join('\n\n');
  if (/base64/i.test(head)) return `${head}\n\n${Buffer.from(joined, 'base64').toString()}`;
  const bytes = joined
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}`;
}
