import { ApiError, ConnectionError } from '@client';

export interface ShownFault {
  /** No answer arrived, or the server says that it cannot work just now. */
  away: boolean;
  message: string;
  request_id: string | null;
  details: { path: string; message: string }[];
}

/** What a person is told of an error. */
export function faultOf(error: unknown): ShownFault {
  if (error instanceof ApiError) {
    const { status, message, request_id, details } = error;
    return { away: status === 502 || status === 503 || status === 504, message, request_id, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { away: error instanceof ConnectionError, message, request_id: null, details: [] };
}
