import { atEnd, inGroup } from './at-end.ts';
import { type Cluster, startCluster } from './cluster.ts';

const COUNT = { webs: 2, workers: 3, schedulers: 2 };

/**
 * One cluster for the files of a group, which use it one after another: two web, three worker and two scheduler processes. Each file finds
 * all of them running, whatever it kills itself, and the tasks, accounts and schedules of earlier files.
 */
class SharedCluster {
  #cluster: Promise<Cluster> | null = null;

  async take(): Promise<Cluster> {
    if (!this.#cluster) {
      this.#cluster = startCluster(COUNT, { WEBHOOK_ALLOW_PRIVATE: 'true' });
      if (inGroup()) atEnd(() => this.#stop());
    }
    const cluster = await this.#cluster;
    await cluster.fill(COUNT);
    return cluster;
  }

  /** For `after`: stops the cluster of a file that runs alone. */
  async leave(): Promise<void> {
    if (!inGroup()) await this.#stop();
  }

  async #stop(): Promise<void> {
    await (await this.#cluster)?.stop();
    this.#cluster = null;
  }
}

export const sharedCluster = new SharedCluster();
