/**
 * The scaled-out run of the API suite: one MongoDB, one Redis, two `web`, three `worker` and two `scheduler` processes,
 * started as a person would start them. Starting them takes seconds of two cores, so the runner starts them once for all
 * files, which take turns; where they are, each file learns from its environment.
 */
import type { Backend } from '../support/backend.ts';
import { startCluster } from '../support/cluster.ts';

export const SECRET = 'a secret of the tests, and of nothing else';

/** The processes as a test file sees them. */
export interface ApiCluster {
  /** Where the webs listen that are to be called, in turn. */
  webs: string[];
  /** What a further process needs in its environment to be one of them. */
  env: Record<string, string>;
}

export interface RunningApiCluster {
  /** The environment of a test file that calls the webs. */
  env: Record<string, string>;
  /** Ends all processes; what they did that they should not have, in lines. */
  stop(): Promise<string[]>;
}

/** Null in a test file that runs embedded. */
export function apiCluster(): ApiCluster | null {
  const { API_CLUSTER } = process.env;
  return API_CLUSTER ? (JSON.parse(API_CLUSTER) as ApiCluster) : null;
}

export async function startApiCluster(): Promise<RunningApiCluster> {
  const cluster = await startCluster(
    { webs: 2, workers: 3, schedulers: 2 },
    { SECRET_KEY: SECRET, DB_NAME: 'test_api' },
  );
  const { env, webs, workers, schedulers } = cluster;
  const called: ApiCluster = { webs: webs.map(({ url }) => url), env };
  return {
    // Each call goes to the other web than the call before. One web alone would prove nothing more: what a process keeps for itself is
    // tried embedded, what it shares is tried here.
    env: { API_CLUSTER: JSON.stringify(called) },
    async stop() {
      const all = Object.entries({ web: webs, worker: workers, scheduler: schedulers }).flatMap(
        ([role, processes]) => processes.map((backend, at) => ({ name: `${role} ${at + 1}`, backend })),
      );
      const early = all.filter(({ backend }) => backend.child.exitCode !== null || backend.child.signalCode);
      await cluster.stop();
      return [
        ...early.map(({ name }) => `${name} ended before it was stopped`),
        ...all
          .filter((one) => one.backend.child.exitCode !== 0 && !early.includes(one))
          .map(({ name, backend }) => `${name} ended with ${backend.child.exitCode}`),
        ...all.flatMap(({ name, backend }) => faultsOf(backend).map((line) => `${name} wrote ${line}`)),
      ];
    },
  };
}

/** Nothing that a client sends is an error of the server, and nothing is written but log lines. */
function faultsOf({ lines }: Backend): string[] {
  return lines.filter((line) => {
    if (!line.startsWith('{')) return true;
    const { level, msg } = JSON.parse(line) as { level: number; msg: string };
    // What a handler throws is the item's error.
    return level >= 50 && msg !== 'an item failed';
  });
}
