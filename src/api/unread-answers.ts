import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onceOver } from './held-places.ts';

/** Bytes of a connection that the system has taken. */
const taken = (socket: Socket): number => socket.bytesWritten - socket.writableLength;

interface Caller {
  /** The connections, longest unread first, with what they had taken by then. */
  unread: Map<Socket, number>;
  /** Those that were ended to make room, and have not closed yet. */
  ending: Set<Socket>;
}

/**
 * Answers of callers that read nothing of them: each can make room for one that somebody waits for. `Connections` sets the time after which
 * the timer of a connection without progress ends, and gives such an answer up much later.
 */
export class UnreadAnswers {
  readonly #callers = new Map<string, Caller>();

  /** `unread` is called when nothing of the answer has been read for a while. */
  watch(caller: string, response: ServerResponse, unread: () => void): void {
    const { socket } = response;
    if (!socket) return;
    const onQuiet = () => {
      if (socket.writableLength === 0) return;
      const own = this.#callers.get(caller) ?? { unread: new Map(), ending: new Set() };
      this.#callers.set(caller, own);
      own.unread.set(socket, taken(socket));
      unread();
    };
    socket.on('timeout', onQuiet);
    onceOver(response, () => {
      socket.off('timeout', onQuiet);
      this.#forget(caller, socket);
    });
  }

  /** Ends as many answers of this caller as wait for a place, those that have been unread longest, if there are some. */
  makeRoom(caller: string, waiting: number): void {
    const own = this.#callers.get(caller);
    if (!own) return;
    for (const [socket, before] of own.unread) {
      if (own.ending.size >= waiting) return;
      own.unread.delete(socket);
      // One that is being read again stays.
      if (taken(socket) !== before) continue;
      own.ending.add(socket);
      socket.destroy();
    }
  }

  #forget(caller: string, socket: Socket): void {
    const own = this.#callers.get(caller);
    own?.unread.delete(socket);
    own?.ending.delete(socket);
    if (own?.unread.size === 0 && own.ending.size === 0) this.#callers.delete(caller);
  }
}
