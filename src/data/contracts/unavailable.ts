/** A server is there and refuses us (a wrong password): waiting does not mend it. For the person at the command line. */
export class Refused extends Error {
  override name = 'Refused';
}

/** A database, queue, bus or cache cannot be reached now. The API answers 503; workers wait and go on. */
export class Unavailable extends Error {
  constructor(what: string, options?: { cause?: unknown }) {
    super(`${what} cannot be reached`, options);
    this.name = 'Unavailable';
  }
}
