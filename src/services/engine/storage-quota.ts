import type { Database } from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { OwnerQuotas } from '../owner-quotas.ts';

/** So old may a sum be by which a file is accepted, and one by which it is refused, milliseconds. */
const GOOD_FOR_ACCEPTING_MS = 5_000;
const GOOD_FOR_REFUSING_MS = 1_000;

/** Thrown for a file that does not fit into the quota of its owner. Running the item again cannot help. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  readonly final = true;

  constructor(limit: number, used: number) {
    super(
      `The files of this account take ${used} of the ${limit} bytes that it may store (quota stored_bytes), and this file does not fit. Delete tasks that are no longer needed, or ask an administrator for a larger quota; then retry the item.`,
    );
  }
}

/** What the tasks of an owner stored when somebody last looked, with what this process has added since. */
interface Sum {
  bytes: number;
  looked_at: number;
}

/**
 * The bytes that owners may still store. The store keeps a sum with each task, written together with the item's outcome; this process
 * adds what its running attempts have attached. Files that other processes attach in the same seconds may pass the limit.
 */
export class StorageQuota {
  readonly #tasks: Pick<Database['tasks'], 'storedBytesOf'>;
  readonly #quotas: OwnerQuotas;
  readonly #sums = new BoundedMap<string, Sum>({ entries: 10_000 });
  readonly #looks = new Map<string, Promise<void>>();
  /** Attached here by attempts whose outcome is not recorded yet; only owners that have some. */
  readonly #unrecorded = new Map<string, number>();

  constructor(tasks: Pick<Database['tasks'], 'storedBytesOf'>, quotas: OwnerQuotas) {
    this.#tasks = tasks;
    this.#quotas = quotas;
  }

  /**
   * Counts bytes of a file that is being attached, of which `taken` were counted before. Throws `StorageFull` (then none are counted)
   * and `Unavailable`.
   */
  async take(owner_id: string, bytes: number, taken = 0): Promise<void> {
    const limit = (await this.#quotas.limitsOf(owner_id)).stored_bytes;
    if (limit > 0 && (await this.#used(owner_id, GOOD_FOR_ACCEPTING_MS)) + bytes > limit) {
      // Something may have been deleted meanwhile.
      const used = await this.#used(owner_id, GOOD_FOR_REFUSING_MS);
      if (used + bytes > limit) throw new StorageFull(limit, used - taken);
    }
    this.#count(owner_id, bytes);
  }

  /** Bytes that were taken are not stored after all. */
  give(owner_id: string, bytes: number): void {
    this.#count(owner_id, -bytes);
  }

  /** The outcome of the attempt that took these bytes is recorded: from now on the store counts them. */
  recorded(owner_id: string, bytes: number): void {
    this.#count(owner_id, -bytes);
    const sum = this.#sums.get(owner_id);
    if (sum) sum.bytes += bytes;
  }

  async #used(owner_id: string, good_for_ms: number): Promise<number> {
    const known = this.#sums.get(owner_id);
    if (!known || performance.now() - known.looked_at > good_for_ms) await this.#look(owner_id);
    return (this.#sums.get(owner_id)?.bytes ?? 0) + (this.#unrecorded.get(owner_id) ?? 0);
  }

  /** One at a time for each owner. */
  #look(owner_id: string): Promise<void> {
    let look = this.#looks.get(owner_id);
    if (!look) {
      look = this.#lookNow(owner_id).finally(() => this.#looks.delete(owner_id));
      this.#looks.set(owner_id, look);
    }
    return look;
  }

  async #lookNow(owner_id: string): Promise<void> {
    const looked_at = performance.now();
    this.#sums.set(owner_id, { bytes: await this.#tasks.storedBytesOf(owner_id), looked_at });
  }

  #count(owner_id: string, bytes: number): void {
    const sum = (this.#unrecorded.get(owner_id) ?? 0) + bytes;
    if (sum > 0) this.#unrecorded.set(owner_id, sum);
    else this.#unrecorded.delete(owner_id);
  }
}
