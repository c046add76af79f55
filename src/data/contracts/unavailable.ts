import { OperatorError } from '../../runtime/operator-error.ts';

/** A server is reachable and refuses us (for example because of a wrong password): waiting does not help. For the operator. */
export class Refused extends OperatorError {}

/** A database, queue, bus or cache cannot be reached now. The API answers 503; workers wait and continue. */
export class Unavailable extends OperatorError {
  override readonly lasting = false;

  constructor(what: string, options?: { cause?: unknown }) {
    super(`${what} cannot be reached`, options);
  }
}

/** The store has found that what it read is damaged. Others of its records may still be read and written. */
export class StoreDamaged extends Unavailable {
  constructor(what: string, options?: { cause?: unknown }) {
    super(what, options);
    this.message = `${what} is damaged; restore it from a backup`;
  }
}

/** The server answers, and does not allow what is needed. Rights may be given back while the process runs, which ends this. */
export class NotAllowed extends Unavailable {
  /** `text`: one line that names the server, the command and the right. */
  constructor(text: string) {
    super(text, { cause: new Error(text) });
    this.message = text;
  }
}
