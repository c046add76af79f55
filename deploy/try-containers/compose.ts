/** Reads compose.yaml and runs its services with podman, as `docker compose up` would. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { limits, run, say, tryRun } from './run.ts';
import { IMAGE } from './stand-ins.ts';

export interface Service {
  image: string;
  init?: boolean;
  command?: string[];
  environment?: Record<string, string>;
  env_file?: unknown;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  configs?: { source: string; target: string }[];
  ports?: string[];
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
  deploy?: { replicas: number };
}

interface ComposeFile {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
}

/** The supported fields of a service. Any other field is an error, because it would not be tested. */
const KNOWN = new Set([
  ...[
    'image',
    'build',
    'init',
    'command',
    'environment',
    'env_file',
    'depends_on',
    'volumes',
    'configs',
    'ports',
  ],
  ...[
    'read_only',
    'tmpfs',
    'cap_drop',
    'security_opt',
    'stop_grace_period',
    'healthcheck',
    'deploy',
    'restart',
  ],
]);

export class Compose {
  readonly services: Record<string, Service>;
  readonly #configs: ComposeFile['configs'];
  readonly #folder: string;
  readonly #port: number;
  readonly #network = 'backend2-try';

  /** `folder` contains the files next to compose.yaml: `.env`, `task-types`. `port` is published instead of 8000. */
  constructor(text: string, secrets: Record<string, string>, folder: string, port: number) {
    const file = parse(interpolate(text, secrets), { merge: true }) as ComposeFile;
    this.services = file.services;
    for (const [name, service] of Object.entries(file.services))
      for (const key of Object.keys(service))
        if (!KNOWN.has(key)) throw new Error(`compose.yaml: the trial does not know "${key}" of ${name}`);
    this.#configs = file.configs;
    this.#folder = folder;
    this.#port = port;
  }

  container = (name: string): string => `${this.#network}-${name}`;

  /** Names of the containers of a service: one for each replica. */
  containersOf(name: string): string[] {
    const replicas = this.services[name]?.deploy?.replicas ?? 1;
    if (replicas === 1) return [this.container(name)];
    return Array.from({ length: replicas }, (_, index) => this.container(`${name}-${index + 1}`));
  }

  /** Starts the services in the order of `depends_on`, each once the services that it needs are healthy. */
  async up(): Promise<void> {
    await this.down();
    await run('podman', 'network', 'create', this.#network);
    const started = new Set<string>();
    const start = async (name: string): Promise<void> => {
      if (started.has(name)) return;
      started.add(name);
      const service = this.services[name] as Service;
      for (const needed of Object.keys(service.depends_on ?? {})) await start(needed);
      for (const needed of Object.keys(service.depends_on ?? {})) await this.#healthy(needed);
      for (const container of this.containersOf(name)) await this.#run(name, container, service);
      say(`started ${name}`);
    };
    for (const name of Object.keys(this.services)) await start(name);
  }

  /** Removes every container, the network and the volumes of this trial. */
  async down(): Promise<void> {
    const left = await tryRun('podman', 'ps', '--all', '--quiet', '--filter', `name=^${this.#network}-`);
    for (const id of left?.split('\n').filter(Boolean) ?? [])
      await run('podman', 'rm', '--force', '--time', '1', id);
    await tryRun('podman', 'network', 'rm', this.#network);
    await tryRun('podman', 'volume', 'rm', this.container('mongodb'));
  }

  /** Sends SIGTERM, and SIGKILL after `stop_grace_period`; returns the exit code and the seconds it took. */
  async stop(name: string): Promise<{ container: string; code: number; seconds: number }[]> {
    const grace = String(Number.parseInt(this.services[name]?.stop_grace_period ?? '10', 10));
    const stopOne = async (container: string) => {
      const began = performance.now();
      await run('podman', 'stop', '--time', grace, container);
      const seconds = (performance.now() - began) / 1000;
      const code = Number(await run('podman', 'inspect', '--format', '{{.State.ExitCode}}', container));
      return { container, code, seconds };
    };
    return Promise.all(this.containersOf(name).map(stopOne));
  }

  /** The arguments of `podman run` for a service: everything between `run` and the image. */
  async #run(name: string, container: string, service: Service): Promise<void> {
    const image = service.image.startsWith('backend2:') ? IMAGE : `docker.io/library/${service.image}`;
    const args = [
      'run',
      '--detach',
      '--name',
      container,
      '--network',
      this.#network,
      '--pull',
      'never',
      ...limits(),
    ];
    args.push('--network-alias', name, ...this.#options(service));
    for (const { source, target } of service.configs ?? []) {
      const file = join(this.#folder, source);
      await writeFile(file, this.#configs[source]?.content ?? '');
      args.push('--volume', `${file}:${target}:ro`);
    }
    await run('podman', ...args, image, ...(service.command ?? []));
  }

  #options(service: Service): string[] {
    const of = (flag: string, values: string[] = []) => values.flatMap((value) => [flag, value]);
    const environment = Object.entries(service.environment ?? {}).map(([key, value]) => `${key}=${value}`);
    const volumes = (service.volumes ?? []).map((volume) =>
      volume.startsWith('./') ? join(this.#folder, volume) : this.container(volume),
    );
    return [
      ...(service.env_file ? ['--env-file', join(this.#folder, '.env')] : []),
      ...(service.init ? ['--init'] : []),
      ...(service.read_only ? ['--read-only'] : []),
      ...of('--tmpfs', service.tmpfs),
      ...of('--cap-drop', service.cap_drop),
      ...of('--security-opt', service.security_opt),
      ...of('--env', environment),
      ...of('--volume', volumes),
      ...of(
        '--publish',
        service.ports?.map((port) => port.replace(':8000:', `:${this.#port}:`)),
      ),
    ];
  }

  async #healthy(name: string): Promise<void> {
    const [kind, ...test] = this.services[name]?.healthcheck?.test ?? [];
    if (!kind) return;
    const command = kind === 'CMD-SHELL' ? ['sh', '-c', ...test] : test;
    for (const container of this.containersOf(name)) {
      for (let attempt = 1; (await tryRun('podman', 'exec', container, ...command)) === null; attempt++) {
        if (attempt > 60)
          throw new Error(
            `${container} is not healthy:\n${await run('podman', 'logs', '--tail', '30', container)}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }
}

/** Replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}` like Docker Compose. */
function interpolate(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest = '') => {
    const value = values[name];
    if (value) return value;
    if (kind === '?') throw new Error(`compose.yaml needs ${name}: ${rest}`);
    return rest as string;
  });
}
