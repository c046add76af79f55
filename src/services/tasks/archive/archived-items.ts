import type { Task } from '../../../data/contracts/index.ts';
import { type ItemContents, labelNames } from '../task-contents.ts';
import { ArchiveNames } from './archive-names.ts';
import type { ArchivedItem } from './manifest.ts';

export const UNREADABLE_FILES = 'unreadable-files.txt';
const OWN_FILES = ['index.html', 'manifest.json', 'manifest.csv', UNREADABLE_FILES];

/** The items of an archive as they are read, each file with its name there. */
export class ArchivedItems {
  readonly all: ArchivedItem[] = [];
  readonly #single: boolean;
  readonly #labels = new Set<string>();
  readonly #names = new ArchiveNames(OWN_FILES);

  constructor({ total_items }: Pick<Task, 'total_items'>, first: ItemContents[]) {
    this.#single = total_items === 1;
    this.add(first);
  }

  /** The names of their labels, in the order in which they are first met. */
  get labels(): string[] {
    return [...this.#labels];
  }

  add(items: ItemContents[]): void {
    for (const name of labelNames(items)) this.#labels.add(name);
    for (const item of items) {
      const named = { index: this.#single ? null : item.index, label: item.label };
      const path = (name: string) => this.#names.name(named, name, item.files.length === 1);
      this.all.push({ ...item, files: item.files.map((file) => ({ ...file, path: path(file.name) })) });
    }
  }
}
