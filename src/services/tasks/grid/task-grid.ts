import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FileEntry, isPicture, type Task } from '../../../data/contracts/index.ts';
import { Fault } from '../../../errors.ts';
import type { GridFormat } from '../../../pictures/grid/grid-protocol.ts';
import { PREVIEW_EDGE } from '../../../pictures/preview.ts';
import type { Language, Said } from '../../../runtime/said.ts';
import { endWhenStalled } from '../../../runtime/stalled-stream.ts';
import { Turns } from '../../../runtime/turns.ts';
import { whenDestroyed } from '../../../runtime/when-destroyed.ts';
import type { AccountActor } from '../../actor.ts';
import { downloadName, plainStem } from '../archive/archive-names.ts';
import type { DownloadParts, OpenDownload } from '../download-places.ts';
import type { FileLink } from '../file-links.ts';
import { hasLabels, taskOfLink } from '../task-access.ts';
import { contentsOf, type ItemContents } from '../task-contents.ts';
import {
  type Axes,
  type AxesRequest,
  axesOf,
  combination,
  labelKey,
  type Variable,
  variablesOf,
} from './grid-axes.ts';
import { gridStream } from './grid-drawing.ts';
import { type GridLayout, gridLayout } from './grid-layout.ts';
import type { CellContent } from './grid-messages.ts';
import { fittingLayout } from './grid-size.ts';
import { PlanVariables } from './plan-variables.ts';

/** A caller that reads nothing for so long is disconnected. */
const STALLED_MS = 60_000;
/** Maximum size in bytes of a picture that is drawn. */
const MOST_BYTES = 64_000_000;
/** Grids that a process draws at once. */
const AT_ONCE = 2;

const UNREADABLE_CELL = { mark: 'unreadable' as const, text: null };

export interface GridQuery extends AxesRequest {
  /** Long edge of each picture, pixels. */
  cell?: number;
  /** Default `png`. */
  format?: GridFormat;
  /** Default true. */
  labels?: boolean;
  /** Of the word for an empty value. Default `en`. */
  language?: Language;
}

export interface OpenGrid extends OpenDownload {
  content_type: string;
}

/** The pictures of a matrix in one, with labels. */
export class TaskGrid {
  readonly #parts: DownloadParts;
  readonly #turns = new Turns(AT_ONCE);
  readonly #variables = new PlanVariables();
  /** Makes trial layouts one at a time, one in each turn of the event loop. */
  readonly #tries = new Turns(1);

  constructor(parts: DownloadParts) {
    this.#parts = parts;
  }

  /**
   * Allowed with the permission to read the task, or with a signed link (then `actor` may be null). Throws a 422 for impossible axes and
   * sizes, judged by the plan.
   */
  async find(
    actor: AccountActor | null,
    task_id: string,
    query: GridQuery,
    link?: FileLink,
  ): Promise<OpenGrid> {
    const { database, links } = this.#parts;
    const task = await taskOfLink(database.tasks, links, actor, task_id, link);
    const variables = await this.#variablesOf(task);
    // There is nothing to lay out.
    if (variables.length === 0) throw new Fault('no_grid');
    const axes = axesOf(variables, query);
    await this.#tryLayout(task, axes, query);
    const { format = 'png' } = query;
    return {
      name: downloadName(task.name, format),
      plain_stem: plainStem(task_id),
      content_type: `image/${format}`,
      open: (gone) => this.#open(task, { variables, axes, query }, gone),
    };
  }

  /** No cell is larger than a square one, so the sizes of the items are read only if square cells do not fit. */
  async #tryLayout(task: Task, axes: Axes, query: GridQuery): Promise<void> {
    const tryWith = (ratios: number[]) =>
      this.#tries.run(async () => {
        await nextTurn();
        layoutOf(axes, query, ratios);
      });
    try {
      await tryWith([]);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const giveBack = this.#parts.places.take();
      try {
        await tryWith(ratiosOf(await contentsOf(this.#parts, task)));
      } finally {
        giveBack();
      }
    }
  }

  async #variablesOf(task: Task): Promise<Variable[]> {
    const { plan } = await this.#parts.plans.of(task);
    if (plan) return hasLabels(plan) ? this.#variables.of(task, plan) : [];
    // The type no longer exists or has changed: items that ran have kept their labels.
    const giveBack = this.#parts.places.take();
    try {
      return variablesOf((await contentsOf(this.#parts, task)).map(({ label }) => label));
    } finally {
      giveBack();
    }
  }

  async #open(
    task: Task,
    { variables, axes, query }: { variables: Variable[]; axes: Axes; query: GridQuery },
    gone?: AbortSignal,
  ): Promise<Readable> {
    const giveBack = this.#parts.places.take(gone);
    try {
      const items = await contentsOf(this.#parts, task, gone);
      const byLabel = new Map(items.map((item) => [labelKey(variables, item.label ?? {}), item]));
      const { format = 'png' } = query;
      const layout = layoutOf(axes, query, ratiosOf(items));
      const content = (row: number, column: number) => {
        const label = {
          ...axes.fixed,
          ...combination(axes.rows, row),
          ...combination(axes.columns, column),
        };
        return this.#content(task, byLabel.get(labelKey(variables, label)), layout.cell);
      };
      const { stream, steps } = gridStream({ layout, format, content }, this.#turns);
      whenDestroyed(stream, giveBack);
      return endWhenStalled(stream, steps, this.#parts.stalled_ms ?? STALLED_MS);
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  #content(task: Task, item: ItemContents | undefined, cell: GridLayout['cell']): CellContent {
    if (!item) return { mark: 'missing', text: null };
    if (item.status === 'failed') return { mark: 'failed', text: item.error?.message ?? null };
    if (item.status === 'cancelled') return { mark: 'cancelled', text: null };
    if (item.status !== 'completed') return { mark: 'waiting', text: null };
    const file = pictureOf(item);
    if (!file) return { mark: 'none', text: null };
    if (file.bytes > MOST_BYTES) return UNREADABLE_CELL;
    const key = { task_id: task.id, index: item.index, attempt: item.attempt, name: file.name };
    const { preview } = file;
    const { files } = this.#parts;
    const whole = async () => cellOf(await files.read(key, file)) ?? UNREADABLE_CELL;
    if (!preview || Math.max(cell.width, cell.height) > PREVIEW_EDGE)
      return { bytes: file.bytes, read: whole };
    const small = async () => cellOf(await files.readCopy(key, preview));
    return { bytes: preview.bytes, read: async () => (await small()) ?? (await whole()) };
  }
}

const cellOf = (picture: Uint8Array | null) => picture && { picture };

/** As in the console and in the page of an archive. */
const NOTHING: Said = { en: 'None', zh: '无' };

function layoutOf(axes: Axes, query: GridQuery, ratios: number[]): GridLayout {
  const { cell, format = 'png', labels = true, language = 'en' } = query;
  const nothing = NOTHING[language];
  return fittingLayout((size) => gridLayout(axes, { cell: size, labels, ratios, nothing }), cell, format);
}

const pictureOf = ({ files }: ItemContents): FileEntry | undefined =>
  files.find(({ content_type }) => isPicture(content_type));

/** The different shapes of the pictures. */
function ratiosOf(items: ItemContents[]): number[] {
  const found = new Set<number>();
  for (const item of items) {
    const { width, height } = pictureOf(item) ?? {};
    if (width && height) found.add(width / height);
  }
  return [...found];
}
