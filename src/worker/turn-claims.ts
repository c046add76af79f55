/** Turns of one owner that arrive together are claimed in one write. */
import type { ClaimedItem } from '../services/engine/attempt.ts';

/** Null: no item was left for this turn. */
type Waiting = (item: ClaimedItem | null) => void;

export function createTurnClaims(
  claim: (owner_id: string, count: number) => Promise<ClaimedItem[]>,
): (owner_id: string) => Promise<ClaimedItem | null> {
  const owners = new Map<string, { waiting: Waiting[]; claiming: boolean }>();

  async function claimAll(owner_id: string, entry: { waiting: Waiting[] }): Promise<void> {
    while (entry.waiting.length > 0) {
      const turns = entry.waiting.splice(0);
      const items = await claim(owner_id, turns.length);
      turns.forEach((turn, at) => {
        turn(items[at] ?? null);
      });
    }
    owners.delete(owner_id);
  }

  return (owner_id) =>
    new Promise((resolve) => {
      let entry = owners.get(owner_id);
      if (!entry) {
        entry = { waiting: [], claiming: false };
        owners.set(owner_id, entry);
      }
      entry.waiting.push(resolve);
      if (entry.claiming) return;
      entry.claiming = true;
      const found = entry;
      setImmediate(() => void claimAll(owner_id, found));
    });
}
