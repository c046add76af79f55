import { ApiError } from '@client';

/** Whether a call failed because what it was for does not exist, or not for this account. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
