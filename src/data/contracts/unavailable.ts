import { OperatorError } from '../../runtime/operator-error.ts';

/** A server is there and refuses us (a wrong password): waiting does not help. For the person at the command line. */
export class Refused extends OperatorError {}

/** A database, queue, bus or cache cannot be reached now. The API answers 503; workers wait and go on. */
export class Unavailable extends OperatorError {
  constructor(what: string, options?: { cause?: unknown }) {
    super(`${what} cannot be reached`, options);
  }
}
