/** The part of a process that executes items: it takes turns, claims items, runs them and records their outcomes. */
import { join } from 'node:path';
import type { TurnConsumer } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import { removeLeftFolders } from './attempt-folder.ts';
import { Cancels } from './cancels.ts';
import { FreePlaces } from './free-places.ts';
import { Heartbeat } from './heartbeat.ts';
import { ItemClaims } from './item-claims.ts';
import { ItemExecutor } from './item-executor.ts';
import { ItemLogs } from './item-logs.ts';
import { ItemsInHand } from './items-in-hand.ts';
import { OutcomeRecorder } from './outcome-recorder.ts';
import { OwnerPlaces } from './owner-places.ts';
import { OwnPrograms } from './programs/own-programs.ts';
import { ProgressReports } from './progress-reports.ts';
import { ReceivedItems } from './received-items.ts';
import { SoloItem } from './solo-item.ts';
import { ThreadPool } from './threads/thread-pool.ts';
import { TurnClaims } from './turn-claims.ts';
import { claimedPoolOf, LATER_MS, type TakenTurn, TurnReturns } from './turn-returns.ts';
import { UnderWay, within } from './under-way.ts';
import { moveMode, type WorkerMode } from './worker-mode.ts';
import { poolsOf, type WorkerParts } from './worker-parts.ts';

/** The longest extra wait that this causes for another owner's item, or a more urgent item of the same owner. */
const TURN_MS = 50;
/** Time after the grace period of a stop for aborted items to end, to be handed back, and for the worker to sign off. */
const AFTER_GRACE_MS = 2_000;
/** How long closing the queue may take if the grace period is shorter. */
const CLOSE_MS = 500;

export class Worker {
  readonly #parts: WorkerParts;
  readonly #in_hand = new ItemsInHand();
  readonly #threads: ThreadPool;
  readonly #heartbeat: Heartbeat;
  readonly #cancels: Cancels;
  readonly #unsubscribe: () => void;
  readonly #claims: ItemClaims;
  readonly #owner_places: OwnerPlaces;
  readonly #free_places: FreePlaces;
  readonly #turn_claims: TurnClaims;
  readonly #returns: TurnReturns;
  readonly #received: ReceivedItems;
  readonly #recorder: OutcomeRecorder;
  readonly #progress: ProgressReports;
  readonly #item_logs: ItemLogs;
  readonly #executor: ItemExecutor;
  readonly #solo: SoloItem;
  /** Turns in use: they claim items and wait for their place to be free. */
  readonly #turns: UnderWay;
  /** Items between their claim and the end of recording. */
  readonly #items: UnderWay;
  readonly #programs: OwnPrograms;
  readonly #onExit = () => this.#programs.killAtExit(this.#in_hand);
  #mode: WorkerMode = 'starting';
  #consumer: TurnConsumer | null = null;
  #stop: Promise<void> | null = null;

  private constructor(parts: WorkerParts, programs: OwnPrograms) {
    const { data, engine, plans, clock, places, env, version, limits, log } = parts;
    const { running_quota, storage_quota } = parts;
    const in_hand = this.#in_hand;
    const worker_id = () => this.#heartbeat.worker_id;
    this.#parts = parts;
    this.#programs = programs;
    this.#threads = new ThreadPool(env, log, parts.onFull);
    this.#heartbeat = new Heartbeat(
      {
        ...{ version, places, pools: poolsOf(parts), workers: data.database.workers, log },
        state: () => ({ running: this.running, draining: this.#mode === 'draining' }),
      },
      this.#heartbeatEvents(),
    );
    this.#cancels = new Cancels(data, in_hand);
    const lookSoon = (ms: number) => this.#heartbeat.soon(ms);
    this.#claims = new ItemClaims({ ...parts, in_hand, worker_id, lookSoon });
    this.#owner_places = new OwnerPlaces(data.database.users, places, log);
    this.#free_places = new FreePlaces({
      ...{ worker_id, running_quota, claims: this.#claims, owner_places: this.#owner_places },
      consumer: () => (this.#mode === 'running' ? this.#consumer : null),
      fill: (item) => this.#turns.add(this.#fillPlace(item)),
    });
    this.#turn_claims = new TurnClaims((turn, count) => this.#claimForTurns(turn, count));
    this.#returns = new TurnReturns(data.queue, parts.turns, log);
    this.#unsubscribe = data.events.subscribe('drain', (message) => {
      if (message.worker_id === worker_id()) this.drain();
    });
    this.#recorder = new OutcomeRecorder({ engine, files: data.files, storage_quota, worker_id, log });
    this.#progress = new ProgressReports(engine, in_hand, log);
    this.#item_logs = new ItemLogs(data.database.itemLogs, log);
    this.#executor = new ItemExecutor({
      ...{ plans, clock, engine, storage_quota, in_hand, limits },
      ...{ threads: this.#threads, item_logs: this.#item_logs, cancels: this.#cancels },
      ...{ files: data.files, recorder: this.#recorder },
      isAborting: () => this.#mode === 'aborting',
      missed: () => this.#claims.missed(),
      mark: programs.mark,
      folder: join(parts.temp_dir, programs.process),
      most_file_bytes: parts.most_file_bytes ?? 2 ** 30,
      log,
    });
    this.#turns = new UnderWay(log, () => this.#solo.startIfIdle());
    this.#items = new UnderWay(log, () => this.#solo.startIfIdle());
    this.#solo = this.#soloItem();
    this.#received = new ReceivedItems(parts, {
      ...{ worker_id, claims: this.#claims, owner_places: this.#owner_places, turns: this.#turns },
      isRunning: () => this.#mode === 'running',
      run: (item) => this.#fillPlace(Promise.resolve(item)),
    });
  }

  /** Registers a worker and takes turns from then on. If that fails, nothing is left that would keep the process alive. */
  static async start(parts: WorkerParts): Promise<Worker> {
    const programs = await OwnPrograms.open(parts.installation, parts.log);
    await removeLeftFolders(parts.temp_dir);
    const worker = new Worker(parts, programs);
    process.on('exit', worker.#onExit);
    try {
      // Before the first claim, so that paused types stay paused after a restart.
      await parts.pauses.refresh();
      await worker.#heartbeat.start();
    } catch (error) {
      await worker.stop(0);
      throw error;
    }
    worker.#moveTo('running');
    parts.limits.start();
    const take = (owner_id: string, pool: string) => worker.#turns.add(worker.#serveTurn({ owner_id, pool }));
    worker.#consumer = parts.data.queue.serve(parts.places, take, poolsOf(parts));
    if (worker.#consumer.takePlace) parts.direct?.use(worker.#free_places);
    worker.#consumer.offer?.(worker.#received);
    return worker;
  }

  get mode(): WorkerMode {
    return this.#mode;
  }

  /** Items run at once at most. */
  get places(): number {
    return this.#parts.places;
  }

  get threads(): { busy: number; idle: number } {
    return this.#threads.counts;
  }

  /** Milliseconds since the lease was last renewed. */
  get lease_age_ms(): number {
    return this.#heartbeat.age_ms;
  }

  /** Number of running items of people, without those of the system. */
  get running(): number {
    return this.#in_hand.running;
  }

  /** Takes no new items from now on, until the worker is stopped; running items go on. */
  drain(): void {
    if (this.#mode !== 'running' && this.#mode !== 'solo') return;
    this.#moveTo('draining');
    this.#consumer?.pause();
    this.#parts.log.info({ running: this.running }, 'the worker is draining: it takes no further items');
  }

  /**
   * Takes no new items, gives running ones `grace_ms` to finish and hands the rest back. It never takes more than 2 s longer: items that
   * cannot be handed back because the database does not answer are rescued once the lease has expired. Idempotent.
   */
  stop(grace_ms: number): Promise<void> {
    this.#stop ??= this.#stopWithin(grace_ms);
    return this.#stop;
  }

  /** The only place where the mode changes. */
  #moveTo(mode: WorkerMode): void {
    this.#mode = moveMode(this.#mode, mode);
  }

  #heartbeatEvents() {
    return {
      renewed: async () => {
        await this.#cancels.lookAtStore(this.#heartbeat.worker_id);
        await this.#claims.returnLost();
        await this.#parts.pauses.refresh();
      },
      drain: () => this.drain(),
      lapsed: () => {
        this.#parts.log.warn(
          { running: this.running },
          'the lease of the worker expired; the worker gives up its items, which run elsewhere, and registers again',
        );
        this.#in_hand.interrupt('lapsed');
      },
    };
  }

  async #claimForTurns(turn: TakenTurn, count: number): Promise<ClaimedItem[]> {
    if (this.#mode !== 'running') {
      // These turns cannot be used now.
      await this.#returns.give(turn, count);
      return [];
    }
    const claimed = await this.#claims.claim(turn.owner_id, count, false, claimedPoolOf(turn));
    const { items, solo_waits, unused } = claimed;
    if (solo_waits) this.#solo.waitsFor(turn);
    if (unused > 0) await this.#returns.give(turn, unused, LATER_MS);
    return items;
  }

  /**
   * Resolves once the place is free, that is, once nothing of the item's run is left. The outcome is recorded in the meantime, so that
   * places are not empty while the database answers; but no more outcomes wait than there are places.
   * For a short while the place goes on with the next items of the same task: a turn costs more than an item that does little.
   */
  async #serveTurn(turn: TakenTurn): Promise<void> {
    if (!(await this.#owner_places.take(turn.owner_id))) return this.#returns.give(turn, 1);
    const since = performance.now();
    try {
      await this.#fillPlace(this.#turn_claims.next(turn));
    } finally {
      this.#owner_places.give(turn.owner_id, performance.now() - since);
    }
  }

  async #fillPlace(first: Promise<ClaimedItem | null>): Promise<void> {
    const end = performance.now() + TURN_MS;
    let item = await first;
    while (item) {
      const { promise: free, resolve } = Promise.withResolvers<void>();
      const onGone = () => {
        if (this.#items.size >= this.places) this.#parts.data.database.tasks.hurry?.();
        if (this.#items.size < 2 * this.places) resolve();
      };
      const executed = this.#items.add(this.#executor.execute(item, onGone));
      await Promise.race([executed, free]);
      // After a limited item, the next one needs its own permit; a task of one item has no next one.
      if (this.#mode !== 'running' || item.permit || item.task.total_items === 1 || performance.now() > end)
        return;
      item = await this.#claims.claimReleased(item.task.id, executed);
    }
  }

  #soloItem(): SoloItem {
    return new SoloItem({
      ...{ claims: this.#claims, executor: this.#executor, returns: this.#returns },
      ...{ turns: this.#turns, items: this.#items, log: this.#parts.log },
      enter: () => {
        if (this.#mode !== 'running') return false;
        this.#moveTo('solo');
        this.#consumer?.pause();
        return true;
      },
      isAlone: () => this.#mode === 'solo',
      leave: () => {
        if (this.#mode !== 'solo') return;
        this.#moveTo('running');
        this.#consumer?.resume();
      },
    });
  }

  async #stopWithin(grace_ms: number): Promise<void> {
    this.#moveTo('stopping');
    const signed_off = await within(grace_ms + AFTER_GRACE_MS, this.#handBackAll(grace_ms));
    if (!signed_off)
      this.#parts.log.warn(
        { running: this.#items.size },
        'the worker could not hand back all items before it stopped; they will be queued again when its lease expires',
      );
    this.#programs.endLeft();
    this.#moveTo('stopped');
  }

  async #handBackAll(grace_ms: number): Promise<void> {
    const end = performance.now() + grace_ms;
    // Closing an unreachable queue may take long.
    await within(Math.max(grace_ms, CLOSE_MS), this.#consumer?.close());
    await within(Math.max(0, end - performance.now()), this.#idle());
    this.#moveTo('aborting');
    this.#recorder.giveUpAfter(AFTER_GRACE_MS);
    this.#in_hand.interrupt('stopping');
    await this.#idle();
    this.#progress.stop();
    await this.#item_logs.stop();
    this.#cancels.close();
    this.#unsubscribe();
    process.off('exit', this.#onExit);
    await this.#threads.close();
    await this.#parts.limits.stop();
    await this.#heartbeat.stop();
  }

  async #idle(): Promise<void> {
    while (this.#turns.size + this.#items.size > 0)
      await Promise.all([this.#turns.ended(), this.#items.ended()]);
  }
}
