/** Creates a matrix of pictures on a separate server and measures what a download of it costs. */
import { get } from 'node:http';
import { waitFor } from '../../tests/support/wait-for.ts';
import { signIn } from './client.ts';
import { residentMb } from './machine.ts';
import { type BackendProgram, startBackend } from './processes.ts';

export interface Download {
  first_byte_ms: number;
  total_ms: number;
  bytes: number;
  /** The peak of the resident memory, minus the value before the download. */
  memory_mb: number;
}

export class MatrixDownloads {
  readonly #backend: BackendProgram;
  readonly urls: { archive: string; grid: string };

  private constructor(backend: BackendProgram, urls: { archive: string; grid: string }) {
    this.#backend = backend;
    this.urls = urls;
  }

  static async start(params: { rows: number; columns: number; size: number }): Promise<MatrixDownloads> {
    const backend = await startBackend();
    const client = await signIn(backend.url);
    const { id } = await client.ok('POST', '/tasks/', { type: 'pictures', params });
    const task = await waitFor(
      async () => {
        const one = await client.ok('GET', `/tasks/${id}`);
        return one.status === 'completed' && one;
      },
      { what: 'the pictures', timeout_ms: 120_000 },
    );
    return new MatrixDownloads(backend, { archive: task.archive_url, grid: task.grid_url });
  }

  async download(path: string): Promise<Download> {
    const before = residentMb(this.#backend.pid);
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, residentMb(this.#backend.pid));
    }, 50);
    const start = performance.now();
    let first_byte_ms = 0;
    let bytes = 0;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    get(this.#backend.url + path, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
      response.on('data', (part: Buffer) => {
        first_byte_ms ||= performance.now() - start;
        bytes += part.length;
      });
      response.on('end', resolve);
      response.on('error', reject);
    }).on('error', reject);
    await promise;
    clearInterval(watch);
    return { first_byte_ms, total_ms: performance.now() - start, bytes, memory_mb: highest - before };
  }

  stop(): Promise<void> {
    return this.#backend.kill();
  }
}
