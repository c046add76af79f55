import { createTransport, type Transporter } from 'nodemailer';
import type { Mail, Mailer } from '../contracts/index.ts';

/** A mail server that is slow must not hold requests or a stop up. */
const TIMEOUT_MS = 10_000;

/** Sends over SMTP. `url` is `smtp://user:password@host:port` or `smtps://…`. */
export class SmtpMailer implements Mailer {
  readonly #transport: Transporter;
  readonly #from: string;

  constructor(url: string, from: string) {
    this.#from = from;
    this.#transport = createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Mails are text of our own: nothing in them names a file or an address to read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    // An object, not a list in a text: an e-mail with a comma in it must not become two.
    await this.#transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text });
  }

  close(): void {
    this.#transport.close();
  }
}
