import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ConsoleSource, ConsoleState } from '../../api/console-source.ts';
import type { ProcessLog } from '../process-log.ts';
import { BUILD_SCRIPT, builtStamp, distOf, quickStamp } from './console-stamp.ts';
import { readConsole } from './read-console.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** The exit code of scripts/build-console.ts where Vite is not installed. */
const NO_TOOLS = 3;

/**
 * The console of this process. If the existing build does not match the sources, another process builds it again while the API is already
 * available. If a build fails, the older one is served.
 */
export class BuiltConsole implements ConsoleSource {
  readonly #log: ProcessLog;
  readonly #root: string;
  #state: Promise<ConsoleState> = Promise.resolve('not_built');
  #builder: ChildProcess | null = null;
  #stopped = false;

  constructor(log: ProcessLog, root: string = ROOT) {
    this.#log = log;
    this.#root = root;
  }

  state(): Promise<ConsoleState> {
    return this.#state;
  }

  /** Checks whether a build is needed, and builds. Never throws; callers do not wait for it. */
  start(): void {
    this.#state = this.#check().catch((error: unknown) => this.#giveUp(error as Error));
  }

  /** Ends a running build; the next start builds again. */
  stop(): void {
    this.#stopped = true;
    this.#builder?.kill();
  }

  async #check(): Promise<ConsoleState> {
    const wanted = quickStamp(this.#root);
    const built = builtStamp(this.#root);
    if (built === null && wanted === null) return 'not_built';
    if (built !== null && (wanted === null || wanted === built)) return this.#read();
    void this.#build(built !== null);
    return 'building';
  }

  async #build(older: boolean): Promise<void> {
    this.#log.info({}, 'the console is being built');
    try {
      const code = await this.#runBuilder();
      if (this.#stopped) return;
      if (code === 0) this.#log.info({}, 'the console is built');
      else if (code === NO_TOOLS)
        this.#log.warn(
          {},
          'the console is not built and cannot be shown: run npm ci to install its build tools',
        );
      else this.#log.error({ code }, 'the console could not be built: run npm run build to see why');
      this.#state = code === 0 || older ? this.#read() : Promise.resolve('not_built');
      await this.#state;
    } catch (error) {
      this.#state = Promise.resolve(this.#giveUp(error as Error));
    }
  }

  async #runBuilder(): Promise<number | null> {
    const builder = spawn(process.execPath, [join(this.#root, BUILD_SCRIPT)], {
      cwd: this.#root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#builder = builder;
    const said: Buffer[] = [];
    builder.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(builder, 'close')) as [number | null];
    this.#builder = null;
    const text = Buffer.concat(said).toString().trim();
    if (code !== 0 && code !== NO_TOOLS && text && !this.#stopped) this.#log.error({}, text);
    return code;
  }

  async #read(): Promise<ConsoleState> {
    return { files: await readConsole(distOf(this.#root)) };
  }

  #giveUp(error: Error): ConsoleState {
    this.#log.error({ err: error }, 'the built console cannot be read and is not shown');
    return 'not_built';
  }
}
