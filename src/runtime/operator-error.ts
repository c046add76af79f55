/**
 * An error that the person who runs the program can correct: a setting, a folder, a server that refuses a password.
 * The command line prints its message in one line, without a stack.
 */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
