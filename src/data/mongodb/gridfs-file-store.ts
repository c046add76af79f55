import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Binary, type Collection, type Db } from 'mongodb';
import { type ByteStream, inPartsOf } from '../../runtime/byte-stream.ts';
import { WrongLength } from '../../runtime/exact-stream.ts';
import { endWhenStalled } from '../../runtime/stalled-stream.ts';
import { type FileKey, type FileStore, isFileName, newId } from '../contracts/index.ts';
import { COLLECTIONS } from './indexes.ts';
import { asUnavailable, OfCaller } from './mongo-errors.ts';

/** The usual chunk size of GridFS. Files of version 1 have chunks of 1 MiB. */
const CHUNK_BYTES = 255 * 1_024;
/** How many bytes are read ahead or written in one command, at least one chunk. */
const BYTES_AT_ONCE = 512 * 1_024;
const CHUNKS_WRITTEN = 16;
/** A caller that reads nothing for so long is disconnected. */
const STALLED_MS = 60_000;
const KEYS_AT_ONCE = 1_000;

/** `_id` is `<task>/<index>/<attempt>/<own id>`, so that data left by a crash is removed with the task. */
interface FileDocument {
  _id: string;
  length: number;
  chunkSize: number;
  uploadDate: Date;
  filename: string;
  metadata: FileKey & { content_type: string; sha256: string };
}

interface ChunkDocument {
  _id: string;
  files_id: string;
  n: number;
  data: Binary;
}

/**
 * Files in the collections of GridFS, which its tools can read. They are written and read here chunk by chunk, because the streams of the
 * driver have no time limit for a server that stopped answering, and cannot replace a file.
 */
export class GridfsFileStore implements FileStore {
  readonly #files: Collection<FileDocument>;
  readonly #chunks: Collection<ChunkDocument>;
  readonly #stalled_ms: number;

  /** `stalled_ms` for tests: how long a stream may go unread. */
  constructor(db: Db, stalled_ms = STALLED_MS) {
    this.#stalled_ms = stalled_ms;
    this.#files = db.collection<FileDocument>(COLLECTIONS.files);
    this.#chunks = db.collection<ChunkDocument>(COLLECTIONS.chunks);
  }

  async put(
    key: FileKey,
    bytes: Uint8Array | ByteStream,
    content_type: string,
  ): Promise<{ bytes: number; sha256: string }> {
    if (!isKey(key)) throw new TypeError('not a key of a file');
    const prefix = prefixOf(key.task_id, key.index, key.attempt);
    const _id = `${prefix}${newId()}`;
    const older = await this.#idsOf(key);
    const { length, sha256 } = await this.#writeChunks(_id, bytes);
    // From here on, the file is visible.
    await this.#files.insertOne({
      _id,
      length,
      chunkSize: CHUNK_BYTES,
      uploadDate: new Date(),
      filename: `${prefix}${storedName(key)}`,
      metadata: { ...pickKey(key), content_type, sha256 },
    });
    await this.#remove(older);
    return { bytes: length, sha256 };
  }

  async open(key: FileKey, range?: { start: number; end: number }, bytes?: number): Promise<Readable | null> {
    if (!isKey(key)) return null;
    const file = await this.#files.findOne(conditionOf(key), { sort: { _id: -1 }, hint: 'key' });
    if (!file) return null;
    if (bytes !== undefined && file.length !== bytes) throw new WrongLength(bytes, file.length);
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? Number.POSITIVE_INFINITY, file.length - 1);
    let chunks_read = 0;
    const counted = () => {
      chunks_read += 1;
    };
    const stream = Readable.from(this.#read(file, start, end, counted), {
      objectMode: false,
      highWaterMark: 64 * 1_024,
    });
    return endWhenStalled(stream, () => chunks_read, this.#stalled_ms);
  }

  async delete(key: FileKey): Promise<void> {
    await this.#remove(await this.#idsOf(key));
  }

  async deleteAttempts(task_id: string, index: number, keep_attempt: number | null): Promise<void> {
    const found = this.#files.find(
      { 'metadata.task_id': task_id, 'metadata.index': index },
      { projection: { 'metadata.attempt': 1 }, hint: 'key' },
    );
    const gone = (await found.toArray()).filter(({ metadata }) => metadata.attempt !== keep_attempt);
    await this.#remove(gone.map(({ _id }) => _id));
    // Chunks of a file whose process was killed while writing belong to no file. `0` is the character after `/`.
    const item = `${task_id}/${index}`;
    const kept = keep_attempt === null ? null : `${item}/${keep_attempt}`;
    const ranges =
      kept === null
        ? [[`${item}/`, `${item}0`]]
        : [
            [`${item}/`, `${kept}/`],
            [`${kept}0`, `${item}0`],
          ];
    for (const [$gte, $lt] of ranges) await this.#chunks.deleteMany({ files_id: { $gte, $lt } });
  }

  async deleteTask(task_id: string): Promise<void> {
    await this.#files.deleteMany({ 'metadata.task_id': task_id }, { hint: 'key' });
    // By prefix, so that chunks of incomplete files are removed, too.
    await this.#chunks.deleteMany({ files_id: { $gte: `${task_id}/`, $lt: `${task_id}0` } });
  }

  /** Includes tasks that have only chunks of unfinished files. */
  async tasks(limit: number, after_id = ''): Promise<string[]> {
    const found = await Promise.all([
      distinct(limit, after_id, (after) => this.#tasksOfFiles(after)),
      distinct(limit, after_id, (after) => this.#tasksOfChunks(after)),
    ]);
    return [...new Set(found.flat())].sort().slice(0, limit);
  }

  /** For each file its task, in order. Uses only the index; the next call skips all files of the last task. */
  async #tasksOfFiles(after: string): Promise<string[]> {
    const filter = { 'metadata.task_id': { $gt: after } };
    const projection = { _id: 0, 'metadata.task_id': 1 };
    const found = this.#files.find(filter, { projection, hint: 'key' }).sort({ 'metadata.task_id': 1 });
    return (await found.limit(KEYS_AT_ONCE).toArray()).map(({ metadata }) => metadata.task_id);
  }

  /** The same by first chunks. */
  async #tasksOfChunks(after: string): Promise<string[]> {
    const filter = { files_id: { $gte: `${after}0` }, n: 0 };
    const options = { projection: { _id: 0, files_id: 1 }, hint: 'files_id_1_n_1' };
    const found = this.#chunks.find(filter, options).sort({ files_id: 1 });
    return (await found.limit(KEYS_AT_ONCE).toArray()).map(({ files_id }) => taskOf(files_id));
  }

  /** What a crash leaves is removed like the files of a task that does not exist. */
  async probe(): Promise<void> {
    const _id = `probe/${newId()}`;
    await this.#chunks.insertOne({ _id, files_id: _id, n: 0, data: new Binary(Buffer.alloc(1)) });
    await this.#chunks.deleteOne({ _id });
  }

  // The connections belong to the code that opened them.
  async close(): Promise<void> {}

  /** A stream that fails leaves nothing behind. */
  async #writeChunks(
    files_id: string,
    bytes: Uint8Array | ByteStream,
  ): Promise<{ length: number; sha256: string }> {
    const sum = createHash('sha256');
    let length = 0;
    let n = 0;
    let waiting: ChunkDocument[] = [];
    try {
      for await (const part of chunksOf(bytes)) {
        sum.update(part);
        length += part.byteLength;
        waiting.push({ _id: `${files_id}:${n}`, files_id, n, data: new Binary(part) });
        n += 1;
        if (waiting.length < CHUNKS_WRITTEN) continue;
        await this.#chunks.insertMany(waiting);
        waiting = [];
      }
      if (waiting.length > 0) await this.#chunks.insertMany(waiting);
    } catch (error) {
      if (n > waiting.length) await this.#chunks.deleteMany({ files_id });
      throw error;
    }
    return { length, sha256: sum.digest('hex') };
  }

  async #idsOf(key: FileKey): Promise<string[]> {
    const found = await this.#files.find(conditionOf(key), { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  /** File documents first: without one, a file does not exist. */
  async #remove(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#files.deleteMany({ _id: { $in: ids } });
    await this.#chunks.deleteMany({ files_id: { $in: ids } });
  }

  async *#read(
    file: FileDocument,
    start: number,
    end: number,
    counted: () => void,
  ): AsyncGenerator<Uint8Array> {
    const last = Math.floor(end / file.chunkSize);
    const at_once = Math.max(1, Math.floor(BYTES_AT_ONCE / file.chunkSize));
    try {
      for (let n = Math.floor(start / file.chunkSize); n <= last; n += at_once) {
        const to = Math.min(last, n + at_once - 1);
        const found = this.#chunks.find({ files_id: file._id, n: { $gte: n, $lte: to } }).sort({ n: 1 });
        const part = await found.toArray();
        if (part.length !== to - n + 1) throw new Error(`the file ${file.filename} is not whole`);
        for (const { n: at, data } of part) {
          const offset = at * file.chunkSize;
          counted();
          yield data.value().subarray(Math.max(0, start - offset), end + 1 - offset);
        }
      }
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

const taskOf = (files_id: string): string => files_id.slice(0, files_id.indexOf('/'));

/** Up to `limit` different ids of those that `read` finds after the last one, each time at most `KEYS_AT_ONCE`, in order. */
async function distinct(
  limit: number,
  after_id: string,
  read: (after: string) => Promise<string[]>,
): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < limit) {
    const some = await read(ids.at(-1) ?? after_id);
    for (const id of some) if (id !== ids.at(-1)) ids.push(id);
    if (some.length < KEYS_AT_ONCE) break;
  }
  return ids.slice(0, limit);
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

const isKey = (key: FileKey): boolean =>
  /^[\w-]{1,64}$/.test(key.task_id) && isCount(key.index) && isCount(key.attempt) && isFileName(key.name);

/** No name of a file has a slash, so that earlier versions, too, take a small copy for no file of its item. */
const storedName = ({ name, preview }: FileKey): string => (preview ? `preview/${name}` : name);

const pickKey = (key: FileKey): FileKey => {
  const { task_id, index, attempt } = key;
  return { task_id, index, attempt, name: storedName(key) };
};

const prefixOf = (task_id: string, index: number, attempt: number) => `${task_id}/${index}/${attempt}/`;

const conditionOf = (key: FileKey) => ({
  'metadata.task_id': key.task_id,
  'metadata.index': key.index,
  'metadata.attempt': key.attempt,
  'metadata.name': storedName(key),
});

/** Data in memory is sliced without copying. */
async function* chunksOf(bytes: Uint8Array | ByteStream): AsyncGenerator<Uint8Array> {
  if (!(bytes instanceof Uint8Array)) yield* inPartsOf(ofCaller(bytes), CHUNK_BYTES);
  else for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** What a task type reads from a connection of its own may break off with the same errors as the connection to MongoDB. */
async function* ofCaller(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw new OfCaller('the stream of a file failed', { cause });
  }
}
