/** Whether the server can listen where the settings say, which another program may do already. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Settings } from '../../settings.ts';
import { listenFaults } from '../listen-faults.ts';
import { type Finding, ok, problem, warning } from './doctor-findings.ts';

const WAIT_MS = 1_500;

/** `is_running`: the server of this data folder runs; null if that cannot be known, since only some machines serve HTTP. */
export async function checkPort({ HOST, PORT }: Settings, is_running: boolean | null): Promise<Finding> {
  const place = `${HOST}:${PORT}`;
  const code = await listenCode(HOST, PORT);
  if (code === null) return ok(`the server can listen on ${place}`);
  const [why = code, ...todo] = (listenFaults[code] ?? `it cannot be listened on (${code})`).split('; ');
  const text = `the server cannot listen on ${place}: ${why}`;
  if (code !== 'EADDRINUSE') return problem(text, todo.join('; ') || 'set HOST and PORT to others');
  if (is_running === true) return ok(`PORT ${PORT} is in use, and the server is running`);
  const backend2 = await isBackend2(HOST, PORT);
  if (is_running === null && backend2) return ok(`a server of Backend2 answers on ${place}`);
  // It may run only until this one starts, such as the one whose backup this folder is.
  if (backend2) return warning(`another server of Backend2 answers on ${place}`, todo.join('; '));
  return (is_running === null ? warning : problem)(text, todo.join('; '));
}

/** Why nothing can listen there; null if something can. */
async function listenCode(host: string, port: number): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    server.close();
  }
}

async function isBackend2(host: string, port: number): Promise<boolean> {
  const name =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/health`, { signal: AbortSignal.timeout(WAIT_MS) });
    const { parts } = (await answer.json()) as { parts?: object };
    return parts !== undefined && 'queue' in parts && 'events' in parts;
  } catch {
    // It does not speak HTTP, or says nothing: it is another program.
    return false;
  }
}
