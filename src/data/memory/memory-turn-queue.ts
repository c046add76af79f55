import { type TurnConsumer, type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';

/** After this many turns in a row the event loop gets its way, so that a million turns do not keep a request waiting. */
const TURNS_PER_TICK = 512;

/** The longest a Node timer can be set for (about 24 days). */
const MAX_TIMER_MS = 2_147_483_647;

interface Owner {
  id: string;
  turns: number;
}

/**
 * The turn queue of a single process: start-time fair queuing over owners in O(1) per turn.
 *
 * A turn costs one unit, so the start tags of waiting owners are only ever V (not yet served in this round) or V + 1
 * (served). Ordering owners by virtual time is therefore two lists: those of this round and those of the next. Who joins starts in
 * this round, or in the next if it was served in this one already: leaving and coming back gains nothing.
 */
export function createMemoryTurnQueue(): TurnQueue {
  const owners = new Map<string, Owner>();
  let round: Owner[] = [];
  let position = 0;
  let next_round: Owner[] = [];
  let served = new Set<string>();
  let turns_ready = 0;
  // The process starts with nothing in the queue, whatever the store holds.
  let lost = true;
  let closed = false;
  const timers = new Set<NodeJS.Timeout>();
  let wake: (() => void) | null = null;

  function add(owner_id: string, count: number): void {
    if (count <= 0) return;
    turns_ready += count;
    const known = owners.get(owner_id);
    if (known) {
      known.turns += count;
      return;
    }
    const owner = { id: owner_id, turns: count };
    owners.set(owner_id, owner);
    (served.has(owner_id) ? next_round : round).push(owner);
  }

  function next(): string | null {
    if (position === round.length) {
      if (next_round.length === 0) return null;
      round = next_round;
      next_round = [];
      position = 0;
      served = new Set();
    }
    const owner = round[position++] as Owner;
    served.add(owner.id);
    turns_ready -= 1;
    owner.turns -= 1;
    if (owner.turns > 0) next_round.push(owner);
    else owners.delete(owner.id);
    return owner.id;
  }

  function addLater(turns: Turns, due: number): void {
    const wait_ms = Math.min(due - Date.now(), MAX_TIMER_MS);
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (due - Date.now() > 0) return addLater(turns, due);
      add(turns.owner_id, turns.count);
      wake?.();
    }, wait_ms);
    timer.unref();
    timers.add(timer);
  }

  return {
    async push(turns) {
      if (closed) throw new Unavailable('The turn queue');
      for (const entry of turns) {
        if (entry.delay_ms && entry.delay_ms > 0) addLater(entry, Date.now() + entry.delay_ms);
        else add(entry.owner_id, entry.count);
      }
      wake?.();
    },

    serve(places, take) {
      if (wake) throw new Error('This turn queue has a consumer already');
      let ended = false;
      const consumer = consume(places, take, () => (closed || ended ? null : next()));
      wake = consumer.wake;
      consumer.wake();
      return {
        pause: consumer.pause,
        resume: consumer.resume,
        async close() {
          ended = true;
          if (wake === consumer.wake) wake = null;
        },
      };
    },

    async lostTurns() {
      const was_lost = lost;
      lost = false;
      return was_lost;
    },

    async waiting() {
      return turns_ready;
    },

    async ping() {
      if (closed) throw new Unavailable('The turn queue');
    },

    async close() {
      closed = true;
      wake = null;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function consume(places: number, take: (owner_id: string) => Promise<void>, next: () => string | null) {
  let active = 0;
  let paused = false;
  let scheduled = false;
  let taken_in_tick = 0;

  // Never from within push or a finished take: the caller's own code would be entered again half way through.
  function wake(): void {
    if (scheduled || paused) return;
    scheduled = true;
    queueMicrotask(fill);
  }

  function fill(): void {
    scheduled = false;
    while (!paused && active < places) {
      if (taken_in_tick === TURNS_PER_TICK) {
        scheduled = true;
        setImmediate(fill);
        return;
      }
      const owner_id = next();
      if (owner_id === null) return;
      if (taken_in_tick === 0) setImmediate(startTick);
      taken_in_tick += 1;
      active += 1;
      take(owner_id).then(finished, finished);
    }
  }

  function startTick(): void {
    taken_in_tick = 0;
  }

  function finished(): void {
    active -= 1;
    wake();
  }

  return {
    wake,
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      wake();
    },
  } satisfies Pick<TurnConsumer, 'pause' | 'resume'> & { wake: () => void };
}
