/** What the processes of `worker --processes N` tell their parent. */
import { OperatorError } from '../../runtime/operator-error.ts';

/** The option by which such a process knows that it has this parent. */
export const OF_FLEET = 'of-fleet';

/** `ready` is sent by serve.ts. */
export type FleetMessage = 'ready' | { refused: string };

/** A refusal that lasts is left to the parent to print, once for all its processes; it would come back at every restart. */
export async function reportRefusal(running: Promise<number>): Promise<number> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof OperatorError && error.lasting && process.send)) throw error;
    process.send({ refused: error.message } satisfies FleetMessage);
    return 1;
  }
}
