/** The web role. Loaded only by processes that have it: the HTTP server and its schemas are half of what a start loads. */
import { buildApp } from '../api/build-app.ts';
import { systemActor } from '../services/actor.ts';
import { settingSpecs } from '../settings.ts';
import { closeApp } from './close-app.ts';
import type { Closers } from './closers.ts';
import { BuiltConsole } from './console/built-console.ts';
import { listenFaults } from './listen-faults.ts';
import { StartError } from './needs-servers.ts';
import type { ProcessLog } from './process-log.ts';
import type { Wired } from './wiring.ts';

/** Creates the first administrator if there is none, and listens. What is to be closed is added to `closers`. */
export async function startWeb(
  { settings, services }: Wired,
  log: ProcessLog,
  closers: Closers,
): Promise<{ url: string; admin_created: boolean }> {
  const admin_created = await services.users.ensureAdmin(systemActor, {
    email: settings.ADMIN_EMAIL,
    password: settings.ADMIN_PASSWORD,
    fullname: settings.ADMIN_FULLNAME,
  });
  if (settings.NODE_ENV === 'production') await refuseDefaultPassword(services);
  const console = new BuiltConsole(log);
  console.start();
  closers.push(async () => console.stop());
  const app = buildApp(services, settings, { logger: log, console });
  closers.push((grace_ms) => closeApp(app, grace_ms));
  const url = await app
    .listen({ host: settings.HOST, port: settings.PORT })
    .catch((error: NodeJS.ErrnoException) => {
      throw new StartError(
        `Cannot listen on ${settings.HOST}:${settings.PORT}: ${listenFaults[error.code ?? ''] ?? error.message}.`,
      );
    });
  return { url, admin_created };
}

/** Also if the account was created before NODE_ENV was production: that password is public. */
async function refuseDefaultPassword({ users }: Wired['services']): Promise<void> {
  const email = await users.adminWithPassword(String(settingSpecs.ADMIN_PASSWORD.fallback));
  if (email === null) return;
  throw new StartError(
    `The administrator ${email} still has the default password, which NODE_ENV=production does not allow. ` +
      `Change it: npm run user -- reset-password ${email}`,
  );
}
