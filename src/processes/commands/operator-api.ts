/** The API as the commands use it: calls, paths and answers. */
import { OperatorError } from '../../runtime/operator-error.ts';
import { UsageError } from './usage-error.ts';

/** The `data` of an answer; each command knows its fields. */
// biome-ignore lint/suspicious/noExplicitAny: the answers are those of the OpenAPI document
export type Data = any;

export interface OperatorApi {
  /** Directly on the data, as the program itself or as one account; or over HTTP. */
  readonly through: 'data' | 'http';
  /** `path` is below `/api/v1`. Throws an `OperatorError` with the server's message. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Data>;
}

interface ErrorBody {
  message?: string;
  data?: Data;
  error?: { type?: string; details?: { path: string; message: string }[] };
}

/** One part of a path below `/api/v1`. An empty one would name the whole list, and `.` or `..` another path. */
export function pathPart(id: string): string {
  if (/^(\.{0,2}|\s+)$/.test(id)) throw new UsageError(`"${id}" is not an id or a name`);
  return encodeURIComponent(id);
}

/** Checks the id of a task or another object. `command` is the command that lists the ids. */
export function idPart(id: string, { a, command }: { a: string; command: string }): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id;
  throw new UsageError(`"${id}" is not the id of ${a}; "${command}" shows the ids`);
}

/** The server refused a call. `type` is that of the error catalogue. */
export class CallRefused extends OperatorError {
  readonly type: string | undefined;

  constructor(message: string, type: string | undefined) {
    super(message);
    this.type = type;
  }
}

/** Returns the answer to a call. If the object does not exist, throws an error with this text. */
export async function found(answer: Promise<Data>, missing: string): Promise<Data> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CallRefused && error.type === 'not_found')
      throw new CallRefused(missing, error.type);
    throw error;
  }
}

const HINTS: Record<string, string> = {
  permission_denied: '. docs/command-line.md says which permission each command needs',
  api_key_not_allowed: '. Use BACKEND2_EMAIL and BACKEND2_PASSWORD instead of BACKEND2_KEY',
};

/** The `data` of a successful answer. */
export function answerOf(status: number, text: string): Data {
  let body: ErrorBody | null = null;
  try {
    body = JSON.parse(text) as ErrorBody;
  } catch {
    throw new OperatorError(
      `the server at BACKEND2_URL is not Backend2: it answered with status ${status} and without JSON`,
    );
  }
  if (status < 300) return body?.data;
  const { message = `status ${status}`, error } = body ?? {};
  const hint = HINTS[error?.type ?? ''] ?? '';
  const details = (error?.details ?? []).map((one) => `; ${one.path} ${one.message}`).join('');
  throw new CallRefused(`${message.replace(/\.$/, '')}${details}${hint}`, error?.type);
}

/** A query string of the values that are set. */
export function queryOf(values: Record<string, unknown>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}

/** Up to `limit` rows of a list, page by page. */
export async function rowsOf(
  api: OperatorApi,
  path: string,
  query: Record<string, unknown>,
  limit: number,
): Promise<Data[]> {
  const rows: Data[] = [];
  let cursor: string | null = null;
  do {
    const page_size = Math.min(100, limit - rows.length);
    const page: Data = await api.call(
      'GET',
      `${path}${queryOf({ ...query, page_size, cursor: cursor ?? undefined })}`,
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && rows.length < limit);
  return rows;
}
