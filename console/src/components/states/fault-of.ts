import { ApiError, ConnectionError } from '@client';
import { languageNow, wordsNow } from '../../words/words-context.tsx';
import { sentence } from './sentence.ts';

export interface ShownFault {
  /** No answer arrived, or the server is temporarily unavailable. */
  away: boolean;
  message: string;
  request_id: string | null;
  /** Errors of single fields; each message is a sentence. */
  details: { path: string; message: string }[];
}

/** Error types without details that can only concern one field. */
const FIELD_OF: Readonly<Record<string, string | undefined>> = {
  wrong_current_password: 'current_password',
  email_in_use: 'email',
};

/** Converts an error into what the console shows. */
export function faultOf(error: unknown): ShownFault {
  if (error instanceof ApiError) {
    const { status, type, request_id, retry_after } = error;
    const field = FIELD_OF[type];
    const named = field === undefined ? error.details : [{ path: field, message: error.message }];
    return {
      away: status === 502 || status === 503 || status === 504,
      message:
        type === 'too_many_requests' && retry_after !== null
          ? wordsNow().components.too_many(Math.max(1, Math.ceil(retry_after)))
          : sentence(error.message, languageNow()),
      request_id,
      details: named.map(({ path, message }) => ({ path, message: sentence(message, languageNow()) })),
    };
  }
  if (error instanceof ConnectionError) {
    // The messages of the client are English and meant for programs.
    const { components: w } = wordsNow();
    const late = error.cause instanceof Error && error.cause.name === 'TimeoutError';
    return { away: true, message: late ? w.no_answer_in_time : w.no_answer, request_id: null, details: [] };
  }
  const message = sentence(error instanceof Error ? error.message : String(error), languageNow());
  return { away: false, message, request_id: null, details: [] };
}
