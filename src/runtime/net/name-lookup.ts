/**
 * The addresses of names that others chose. DNS is asked without a thread. The system, which also knows the names of its hosts file, looks
 * names up in a few threads that other work needs, too, and holds one for as long as a name server is silent: it is asked only about what
 * DNS does not know, one name at a time.
 */
import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { BoundedMap } from '../bounded-map.ts';
import { Turns } from '../turns.ts';

export interface Address {
  address: string;
  family: number;
}

/** Nobody waits for an answer once the signal is aborted. */
export type NameLookup = (host: string, signal: AbortSignal) => Promise<Address[]>;

/** Of a name server for each of two tries. */
const ANSWER_MS = 2_000;
/** For so long, a name is not asked for again whose server was silent: each question holds its caller's place for seconds. */
const SILENT_MS = 30_000;
/** What DNS does not know, or has no server for; the hosts file may. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'EBADNAME']);

export class Names {
  readonly #servers: string[] | undefined;
  readonly #system = new Turns(1);
  /** Names whose servers were silent, each with the error. */
  readonly #silent = new BoundedMap<string, unknown>({ entries: 1_000, ttl_ms: SILENT_MS });

  /** `servers` are for tests. */
  constructor(servers?: string[]) {
    this.#servers = servers;
  }

  readonly lookup: NameLookup = async (host, signal) => {
    const found = isOfThisMachine(host) ? [] : await this.#fromDns(host);
    if (found.length > 0) return found;
    return this.#system.run(async () => {
      signal.throwIfAborted();
      return systemLookup(host, { all: true, order: 'verbatim' });
    });
  };

  async #fromDns(host: string): Promise<Address[]> {
    const silent = this.#silent.get(host);
    if (silent) throw silent;
    // A new one each time: it reads the name servers of the system once, and these change when a machine changes its network.
    const resolver = new Resolver({ timeout: ANSWER_MS, tries: 2 });
    if (this.#servers) resolver.setServers(this.#servers);
    const families = hasAddress(4) ? ([4, 6] as const) : ([6, 4] as const);
    try {
      const found = await Promise.all(families.map((family) => ofFamily(resolver, host, family)));
      return found.flat();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ETIMEOUT') this.#silent.set(host, error);
      throw error;
    }
  }
}

async function ofFamily(resolver: Resolver, host: string, family: 4 | 6): Promise<Address[]> {
  try {
    const found = await (family === 4 ? resolver.resolve4(host) : resolver.resolve6(host));
    return found.map((address) => ({ address, family }));
  } catch (error) {
    if (UNKNOWN.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** Always this machine (RFC 6761); with the dot at its end some resolvers do not know it. */
export const isOfThisMachine = (host: string): boolean => /(^|\.)localhost\.?$/i.test(host);

/** Whether this machine can reach others with this family of addresses. */
const hasAddress = (family: 4 | 6): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some((one) => one.family === `IPv${family}` && !one.internal),
  );

export const namesOfSystem = new Names().lookup;
