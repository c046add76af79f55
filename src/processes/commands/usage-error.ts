import { OperatorError } from '../../runtime/operator-error.ts';

/** A command line that cannot be understood; exit code 2. */
export class UsageError extends OperatorError {}
