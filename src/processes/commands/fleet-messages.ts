/** The messages of the processes of `worker --processes N` to their parent. */
import { OperatorError } from '../../runtime/operator-error.ts';

/** The option that tells such a process that it has this parent. */
export const OF_FLEET = 'of-fleet';

/** `ready` is sent by serve.ts. */
export type FleetMessage = 'ready' | { refused: string };

/** Null for anything else: code of task types, which runs in these processes, can send messages, too. */
export function readFleetMessage(message: unknown): FleetMessage | null {
  if (message === 'ready') return message;
  const { refused } = (typeof message === 'object' && message !== null ? message : {}) as {
    refused?: unknown;
  };
  return typeof refused === 'string' ? { refused } : null;
}

/** The parent prints a lasting refusal once for all its processes, because it would occur again at every restart. */
export async function reportRefusal(running: Promise<number>): Promise<number> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof OperatorError && error.lasting && process.send)) throw error;
    process.send({ refused: error.message } satisfies FleetMessage);
    return 1;
  }
}
