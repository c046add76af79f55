import { ApiError } from '@client';
import { faultOf } from '../../components/states/fault-of.ts';
import type { FieldFault } from './faults.ts';

/** The details of a 422 as sentences, with the paths of their fields; empty for other errors. */
export const faultsOf = (error: unknown): FieldFault[] =>
  error instanceof ApiError && error.status === 422 ? faultOf(error).details : [];
