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
