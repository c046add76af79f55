import { ApiError } from '@client';
import type { FieldFault } from './faults.ts';

/** The details of a 422 with the paths of their fields; empty for other errors. */
export const faultsOf = (error: unknown): FieldFault[] =>
  error instanceof ApiError && error.status === 422 ? error.details : [];
