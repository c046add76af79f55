/** Serves `/metrics` for a process that has no other HTTP server. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsPage } from './metrics-page.ts';

export class MetricsServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Throws the errors of `listen`. */
  static async start(
    page: MetricsPage,
    { host, port }: { host: string; port: number },
  ): Promise<MetricsServer> {
    const server = createServer(async (request, answer) => {
      const [path] = (request.url ?? '').split('?', 1);
      if (path !== '/metrics')
        return answer.writeHead(404, { 'content-type': 'text/plain' }).end('Only /metrics is here.\n');
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer.writeHead(405, { allow: 'GET, HEAD' }).end();
      const bytes = await page.read();
      answer.writeHead(200, { 'content-type': page.type, 'content-length': bytes.length }).end(bytes);
    });
    // Clients that keep connections open must not use up the open files of this process.
    server.maxConnections = 50;
    server.requestTimeout = 10_000;
    server.listen(port, host);
    await once(server, 'listening');
    return new MetricsServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
