/** An e-mail as plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends e-mails. Throws the error of the mail server; the caller decides who sees it. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}
