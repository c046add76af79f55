import { Fault } from '../../errors.ts';

/** Limits how many downloads of one kind a process sends at the same time: each needs memory and an open file of the store. */
export class DownloadPlaces {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a place; the function returned gives it back, and so does `gone`. Throws `downloads_busy` when there is none. */
  take(gone?: AbortSignal): () => void {
    if (this.#taken >= this.#most) throw new Fault('downloads_busy', { retry_after: 5 });
    this.#taken += 1;
    let held = true;
    const giveBack = () => {
      if (held) this.#taken -= 1;
      held = false;
      gone?.removeEventListener('abort', giveBack);
    };
    gone?.addEventListener('abort', giveBack);
    if (gone?.aborted) giveBack();
    return giveBack;
  }
}
