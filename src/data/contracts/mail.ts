/** A mail as plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mails. Throws what the mail server answered; a caller decides who hears of it. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}
