import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** Settings whose knowledge allows acting as the server. */
const SECRETS = ['SECRET_KEY', 'JWT_PRIVATE_KEY', 'ADMIN_PASSWORD', 'MONGODB_URL', 'REDIS_URL', 'SMTP_URL'];

const IMAGE_SETTINGS = ['IMAGE_PROVIDER', 'IMAGE_BASE_URL', 'IMAGE_API_KEY', 'IMAGE_MODEL'] as const;

/**
 * The environment of handlers in threads: `environment` (of the process and `.env`) without the server's secrets, and the image settings
 * with their defaults. The threads have a compile cache of their own: V8 rejects what a process compiled while it started, with other flags
 * (bin/backend2.js), and each would replace what the other needs.
 */
export function threadEnv(
  settings: Settings,
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const env = { ...environment };
  for (const name of SECRETS) delete env[name];
  // Meant for the process: in a thread, it would override the thread's memory limit.
  delete env.NODE_OPTIONS;
  for (const name of IMAGE_SETTINGS) if (settings[name] !== undefined) env[name] = settings[name];
  if (env.NODE_COMPILE_CACHE) env.NODE_COMPILE_CACHE = join(env.NODE_COMPILE_CACHE, 'threads');
  return env;
}
