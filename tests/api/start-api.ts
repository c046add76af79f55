import { openApiText } from '../../src/api/openapi/openapi-document.ts';
import type { Data, Database, Role } from '../../src/data/contracts/index.ts';
import { answerCheck, type OpenApiDocument } from './answer-check.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { apiCluster, SECRET } from './api-cluster.ts';
import { ADMIN, type ApiServer, joinCluster, type ServerOptions, startEmbedded } from './api-server.ts';

export { ADMIN, SECRET };
export const PASSWORD = 'correct horse battery';

export interface Account extends ApiClient {
  id: string;
  email: string;
  refresh_token: string;
}

export interface TestApi {
  /** Of the first web. */
  url: string;
  urls: string[];
  /** The web whose turn it is. */
  nextUrl(): string;
  database: Database;
  data: Data;
  document: OpenApiDocument;
  /** Every line the webs logged; only of webs with settings of their own. */
  log(): string[];
  holdUp: ApiServer['holdUp'];
  /** Without a token. */
  anonymous: ApiClient;
  /** The first administrator. */
  admin: Account;
  /** An account with these roles, signed in: a new one each time. */
  account(...roles: Role[]): Promise<Account>;
  /** One account of the role, the same each time. */
  as(role: Role): Promise<Account>;
  signIn(email: string, password: string): Promise<Account>;
  close(): Promise<void>;
}

/** The test file that the cluster was emptied for; several may run in this process. */
let swept_for: string | null = null;

/**
 * The API over real engines, on a real socket: embedded in this process, or that of the processes of `api-cluster.ts`,
 * emptied of what the file before left there. Several webs take the calls in turn.
 */
export async function startApi(options: ServerOptions = {}): Promise<TestApi> {
  const cluster = apiCluster();
  const server = cluster ? await joinCluster(cluster, options) : await startEmbedded(options);
  const api = await apiOf(server).catch(async (error: unknown) => {
    // Left open, it would keep the process of a test file whose `before` has failed.
    await server.close();
    throw error;
  });
  const { TEST_FILE = '' } = process.env;
  if (cluster && swept_for !== TEST_FILE) await sweep(api.admin);
  swept_for = TEST_FILE;
  return api;
}

/** The document against which answers are checked, made once for all files of the process. `openapi.test.ts` reads that of a server. */
class Contract {
  #text: Promise<string> | undefined;

  async read(): Promise<OpenApiDocument> {
    this.#text ??= openApiText('json');
    return JSON.parse(await this.#text);
  }
}

const contract = new Contract();

export async function apiOf(server: ApiServer): Promise<TestApi> {
  const { urls, data, log, holdUp } = server;
  const url = urls[0] as string;
  const document = await contract.read();
  const check = answerCheck(document);
  let calls = 0;
  const nextUrl = () => urls[calls++ % urls.length] as string;

  const anonymous = apiClient(nextUrl, '', check);
  async function signIn(email: string, password: string): Promise<Account> {
    const grant = await anonymous.data('POST', '/api/v1/auth/login', { email, password });
    const { access_token, refresh_token, user } = grant;
    return Object.assign(apiClient(nextUrl, access_token, check), {
      id: user.id as string,
      email,
      refresh_token,
    });
  }
  let made = 0;
  async function account(...roles: Role[]): Promise<Account> {
    made += 1;
    const email = `${roles.join('.') || 'user'}-${made}@example.com`;
    const some = roles.length > 0 && { roles };
    await api.admin.data('POST', '/api/v1/users', { email, password: PASSWORD, ...some });
    return signIn(email, PASSWORD);
  }
  const byRole = new Map<Role, Promise<Account>>();

  const api: TestApi = {
    url,
    urls,
    nextUrl,
    database: data.database,
    data,
    document,
    log,
    holdUp,
    anonymous,
    admin: await signIn(ADMIN.email, ADMIN.password),
    account,
    as(role) {
      const known = byRole.get(role) ?? account(role);
      byRole.set(role, known);
      return known;
    },
    signIn,
    close: server.close,
  };
  return api;
}

/** Every task and every account but the first one's is deleted; what still runs is cancelled by that. */
async function sweep(admin: Account): Promise<void> {
  for (const path of ['/api/v1/tasks', '/api/v1/users']) {
    for (;;) {
      const { items } = await admin.data('GET', `${path}?page_size=100`);
      const left = items.filter(({ id }: { id: string }) => id !== admin.id);
      await Promise.all(left.map(({ id }: { id: string }) => admin.data('DELETE', `${path}/${id}`)));
      if (left.length === 0) break;
    }
  }
}
