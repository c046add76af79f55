/**
 * An error that the person who runs the program can correct: a setting, a folder, a server that refuses a password.
 * The command line prints its message in one line, without a stack.
 */
export class OperatorError extends Error {
  /** True if the same start would fail again until somebody changes something; false if waiting may help. */
  readonly lasting: boolean = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
