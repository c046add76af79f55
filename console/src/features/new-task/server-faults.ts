import { ApiError } from '@client';
import type { FieldFault } from './faults.ts';

/** Faults of a 422, each with the path of its field; none of any other error. */
export const faultsOf = (error: unknown): FieldFault[] =>
  error instanceof ApiError && error.status === 422 ? error.details : [];
