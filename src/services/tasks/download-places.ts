import type { Readable } from 'node:stream';
import type { Database } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import type { FileLinks } from './file-links.ts';
import type { StoredFiles } from './stored-files.ts';

/** A download that the caller may start. */
export interface OpenDownload {
  /** The file name of the download. */
  name: string;
  /** Its name without the ending for clients that read only ASCII, if nothing else is left of it. */
  plain_stem: string;
  /** Throws `downloads_busy` if too many downloads of this kind are under way. A caller that is `gone` no longer holds a place. */
  open(gone?: AbortSignal): Promise<Readable>;
}

export interface DownloadParts {
  database: Pick<Database, 'tasks' | 'items'>;
  files: StoredFiles;
  plans: TaskPlans;
  links: FileLinks;
  places: DownloadPlaces;
  /** For tests: how long a download may go unread. */
  stalled_ms?: number;
}

/** Limits how many downloads of one kind a process sends at the same time, because each needs memory and an open file. */
export class DownloadPlaces {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a place. The returned function or `gone` frees it. Throws `downloads_busy` if all places are taken. */
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
