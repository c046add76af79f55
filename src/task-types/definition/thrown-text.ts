/** What a thrown value says, in one line. Whatever was thrown, nothing of it is called that could throw again. */
import { inspect } from 'node:util';

const MOST = 1_000;

export const thrownText = (thrown: unknown): string =>
  oneLine(messageOf(thrown) ?? `it throws ${shownValue(thrown)}`);

/** A value as code shows it. */
export const shownValue = (value: unknown): string =>
  oneLine(inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }));

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').slice(0, MOST);

function messageOf(thrown: unknown): string | null {
  try {
    const { message } = thrown as { message?: unknown };
    if (!(thrown instanceof Error) || typeof message !== 'string') return null;
    return message || 'it throws an error without a message';
  } catch {
    // A getter or a proxy: what the value is made of is shown instead.
    return null;
  }
}
