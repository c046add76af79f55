import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, newId, type QuotaHolds } from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { KeyedTurns } from '../../runtime/keyed-turns.ts';
import type { OwnerQuotas } from '../owner-quotas.ts';

/** Maximum age in milliseconds of a sum that is used to accept a file. Files are never refused because of a remembered sum. */
const GOOD_FOR_ACCEPTING_MS = 5_000;
/** … and of a sum that is used to record an outcome. */
const GOOD_FOR_RECORDING_MS = 1_000;
/** An account is near its limit if less than this part of it, or fewer than this many bytes, are left. */
const NEAR_PART = 8;
const NEAR_BYTES = 64_000_000;
/** … or if one item takes more than this part of what is left. */
const LARGE_PART = 16;
/** Bytes held for an outcome are released after this time, in case the worker dies while it records. */
const HELD_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** Formats sizes like the console: "3.2 MB". */
function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1_000 ** step;
  return `${step === 0 ? size : Math.floor(size * 10) / 10} ${units[step]}`;
}

/** Thrown for a file that does not fit into the quota of its owner. Running the item again cannot help. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  readonly final = true;
  /** The message in Chinese. */
  readonly zh: string;

  constructor(limit: number, used: number) {
    super(
      `The files of this account use ${sizeOf(used)} of its storage quota of ${sizeOf(limit)}, and the files of this item do not fit. Delete tasks that are no longer needed, or ask an administrator for a larger quota. Then retry the item.`,
    );
    this.zh = `该账户的存储配额为 ${sizeOf(limit)}，其文件已占用 ${sizeOf(used)}，此任务项的文件放不下。请删除不再需要的任务，或请管理员提高配额，然后重试该任务项。`;
  }
}

/** The stored bytes of an owner when they were last read, plus what this process has added since. */
interface Sum {
  bytes: number;
  looked_at: number;
}

export interface SharedStorage {
  /** Absent if no other process stores files. */
  holds: QuotaHolds | undefined;
  background: Background;
}

/**
 * Limits the bytes that each owner stores. The store keeps a sum with each task, which is written together with the outcome of an item;
 * this process adds the files that its running attempts have attached. Files attached by other processes are noticed before an outcome is
 * recorded: near the limit, its bytes are first held in the database.
 */
export class StorageQuota {
  readonly #tasks: Pick<Database['tasks'], 'storedBytesOf'>;
  readonly #quotas: OwnerQuotas;
  readonly #shared: SharedStorage | undefined;
  readonly #holder = newId();
  readonly #sums = new BoundedMap<string, Sum>({ entries: 10_000 });
  readonly #looks = new Map<string, Promise<number>>();
  /** Near a limit, checks run one at a time for each owner, so that this process records no outcome while the sum is read. */
  readonly #turns = new KeyedTurns();
  /** Bytes attached by attempts of this process that have not ended; only owners that have some. */
  readonly #unrecorded = new Map<string, number>();

  constructor(tasks: Pick<Database['tasks'], 'storedBytesOf'>, quotas: OwnerQuotas, shared?: SharedStorage) {
    this.#shared = shared;
    this.#tasks = tasks;
    this.#quotas = quotas;
  }

  /**
   * Counts bytes of a file that is being attached, of which `taken` were counted before. Throws `StorageFull` (then none are counted)
   * and `Unavailable`.
   */
  async take(owner_id: string, bytes: number, taken = 0): Promise<void> {
    const limit = await this.#limitOf(owner_id);
    if (limit > 0) await this.#lookIfOlder(owner_id, GOOD_FOR_ACCEPTING_MS);
    if (limit === 0 || this.#used(owner_id) + bytes <= limit) this.#count(owner_id, bytes);
    else await this.#turns.run(owner_id, () => this.#takeOrRefuse(owner_id, bytes, taken, limit));
  }

  /** Releases bytes that are not stored after all. */
  give(owner_id: string, bytes: number): void {
    this.#count(owner_id, -bytes);
  }

  /**
   * Calls `record`, which stores an outcome that keeps these bytes, all of them taken before; if it says true, the store counts them
   * from then on. Throws `StorageFull`, before `record` is called, if other processes have filled the quota meanwhile, and `Unavailable`.
   */
  async keep(owner_id: string, bytes: number, record: () => Promise<boolean>): Promise<boolean> {
    const limit = await this.#limitOf(owner_id);
    if (limit === 0 || !(await this.#isNear(owner_id, limit, bytes)))
      return this.#recordNow(owner_id, bytes, record);
    return this.#turns.run(owner_id, async () => {
      await this.#hold(owner_id, bytes, limit);
      try {
        return await this.#recordNow(owner_id, bytes, record);
      } finally {
        await this.#release(owner_id);
      }
    });
  }

  /** Reads what others hold before the sum, so that bytes recorded in between are counted twice rather than not at all. */
  async #hold(owner_id: string, bytes: number, limit: number): Promise<void> {
    const holds = this.#shared?.holds;
    for (;;) {
      const others = (await holds?.read(bytesOf(owner_id), this.#holder)) ?? { places: 0, edition: null };
      const stored = await this.#look(owner_id);
      if (stored + bytes > limit) throw new StorageFull(limit, stored);
      if (!holds) return;
      if (stored + bytes + others.places > limit) await sleep(LOOK_AGAIN_MS * (0.5 + Math.random()));
      else if (await holds.hold(bytesOf(owner_id), this.#holder, bytes, HELD_MS, others.edition)) return;
    }
  }

  /** Releases the held bytes before the next outcome of the owner, because others may be waiting for them. Failures do not matter. */
  async #release(owner_id: string): Promise<void> {
    const { holds, background } = this.#shared ?? {};
    if (!holds) return;
    const release = holds.release(bytesOf(owner_id), this.#holder);
    background?.run(release, 'bytes held for an outcome could not be handed back; that ends by itself');
    await Promise.allSettled([release]);
  }

  async #recordNow(owner_id: string, bytes: number, record: () => Promise<boolean>): Promise<boolean> {
    const recorded = await record();
    if (recorded) {
      this.#count(owner_id, -bytes);
      const sum = this.#sums.get(owner_id);
      if (sum) sum.bytes += bytes;
    }
    return recorded;
  }

  /** Something may have been deleted, or have failed, since the sum was read. */
  async #takeOrRefuse(owner_id: string, bytes: number, taken: number, limit: number): Promise<void> {
    await this.#look(owner_id);
    const used = this.#used(owner_id);
    if (used + bytes > limit) throw new StorageFull(limit, used - taken);
    this.#count(owner_id, bytes);
  }

  async #limitOf(owner_id: string): Promise<number> {
    return (await this.#quotas.limitsOf(owner_id)).stored_bytes;
  }

  async #isNear(owner_id: string, limit: number, bytes: number): Promise<boolean> {
    await this.#lookIfOlder(owner_id, GOOD_FOR_RECORDING_MS);
    const left = limit - this.#used(owner_id);
    return left < Math.max(limit / NEAR_PART, NEAR_BYTES, bytes * LARGE_PART);
  }

  async #lookIfOlder(owner_id: string, good_for_ms: number): Promise<void> {
    const known = this.#sums.get(owner_id);
    if (!known || performance.now() - known.looked_at > good_for_ms) await this.#lookTogether(owner_id);
  }

  #used(owner_id: string): number {
    return (this.#sums.get(owner_id)?.bytes ?? 0) + (this.#unrecorded.get(owner_id) ?? 0);
  }

  /** Reads one sum at a time for each owner; callers that come in the meantime share the result. */
  #lookTogether(owner_id: string): Promise<number> {
    let look = this.#looks.get(owner_id);
    if (!look) {
      look = this.#look(owner_id).finally(() => this.#looks.delete(owner_id));
      this.#looks.set(owner_id, look);
    }
    return look;
  }

  /** Reads the sum from the store. A read that began later may have been answered earlier. */
  async #look(owner_id: string): Promise<number> {
    const looked_at = performance.now();
    const bytes = await this.#tasks.storedBytesOf(owner_id);
    const known = this.#sums.get(owner_id);
    if (!known || known.looked_at <= looked_at) this.#sums.set(owner_id, { bytes, looked_at });
    return bytes;
  }

  #count(owner_id: string, bytes: number): void {
    const sum = (this.#unrecorded.get(owner_id) ?? 0) + bytes;
    if (sum > 0) this.#unrecorded.set(owner_id, sum);
    else this.#unrecorded.delete(owner_id);
  }
}

/** The key of the held bytes of an owner; held tasks have another key. */
const bytesOf = (owner_id: string): string => `${owner_id}:bytes`;
