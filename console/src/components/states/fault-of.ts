import { ApiError, ConnectionError } from '@client';
import { wordsNow } from '../../words/words-context.tsx';
import { sentence } from './sentence.ts';

export interface ShownFault {
  /** No answer arrived, or the server says that it cannot work just now. */
  away: boolean;
  message: string;
  request_id: string | null;
  /** Each message is a sentence. */
  details: { path: string; message: string }[];
}

/** Faults that belong to one field, though the API names none: it has no other that they could mean. */
const FIELD_OF: Readonly<Record<string, string | undefined>> = {
  wrong_current_password: 'current_password',
  email_in_use: 'email',
};

/** What a person is told of an error. */
export function faultOf(error: unknown): ShownFault {
  if (error instanceof ApiError) {
    const { status, type, request_id } = error;
    const field = FIELD_OF[type];
    const named = field === undefined ? error.details : [{ path: field, message: error.message }];
    return {
      away: status === 502 || status === 503 || status === 504,
      message: sentence(error.message),
      request_id,
      details: named.map(({ path, message }) => ({ path, message: sentence(message) })),
    };
  }
  if (error instanceof ConnectionError) {
    // The client's own words are for programs, in English.
    const { components: w } = wordsNow();
    const late = error.cause instanceof Error && error.cause.name === 'TimeoutError';
    return { away: true, message: late ? w.no_answer_in_time : w.no_answer, request_id: null, details: [] };
  }
  const message = sentence(error instanceof Error ? error.message : String(error));
  return { away: false, message, request_id: null, details: [] };
}
