import { OperatorError } from '../../runtime/operator-error.ts';

/** Thrown for an invalid command line; exit code 2. */
export class UsageError extends OperatorError {}
