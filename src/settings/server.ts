import {
  choice,
  flag,
  host,
  inGroup,
  line,
  mode,
  origins,
  publicUrl,
  serviceAddress,
  whole,
} from './setting-kinds.ts';

const spec = inGroup('Server');

/** Settings of the server: listening, logs, metrics, traces, stopping. */
export const serverSettings = {
  HOST: spec(host, '127.0.0.1', 'Address to listen on. `0.0.0.0` listens on every interface.'),
  PORT: spec(whole(0, 65_535), 8000, 'Port to listen on. 0 picks a free port.'),
  TRUST_PROXY: spec(flag, false, 'Trust `X-Forwarded-*` headers. Use only behind a proxy that sets them.'),
  PUBLIC_URL: spec(
    publicUrl,
    undefined,
    'URL at which people reach the server, used for links in e-mails. Pages at its host may sign in.',
  ),
  CORS_ORIGINS: spec(
    origins,
    '',
    'Origins whose pages may call the API, separated by commas. `*` allows any origin.',
  ),
  LOG_LEVEL: spec(
    choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Lowest severity of log lines that are written.',
  ),
  NODE_ENV: spec(
    mode,
    'development',
    'With `production`, the server does not start with a secret or administrator password that is missing, well known or guessable.',
  ),
  METRICS_PORT: spec(
    whole(0, 65_535),
    undefined,
    'Port at which a `worker` or `scheduler` serves `/metrics`, on `HOST`; 0 picks a free port. With `--processes N`, the following ports are used as well. If not set, they serve no metrics. `web` and `start` serve `/metrics` at `PORT`.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: spec(
    serviceAddress,
    undefined,
    'Base URL of an OpenTelemetry receiver (OTLP over HTTP, port 4318) to which traces are sent. If not set, no traces are sent.',
  ),
  OTEL_SERVICE_NAME: spec(line, 'backend2', 'Name of this service in traces.'),
  METRICS_ENABLED: spec(flag, true, 'Serve `/metrics`.'),
  EVENT_HEARTBEAT: spec(
    whole(1, 300),
    15,
    'Seconds between two heartbeats of an event stream. They keep a proxy from closing a quiet stream. A stream whose session has ended closes at once; if a process has missed that, it closes at the next heartbeat.',
  ),
  SHUTDOWN_DELAY: spec(
    whole(0, 300),
    undefined,
    'Seconds for which a stopping web process still serves requests while `/health/ready` answers 503, so that a load balancer sends requests elsewhere. If not set: 0 in embedded mode, 3 when scaled out.',
  ),
  SHUTDOWN_GRACE: spec(
    whole(0, 3_600),
    10,
    'Seconds that running items have to finish when the process stops.',
  ),
};
