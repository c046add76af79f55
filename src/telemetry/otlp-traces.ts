/** Traces by OpenTelemetry, sent as OTLP over HTTP. Only src/processes loads this file, and only with OTEL_EXPORTER_OTLP_ENDPOINT. */
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RequestSpan, Traces } from './traces.ts';

/** How long a stop waits for the receiver, milliseconds. */
const LAST_SEND_MS = 1_000;

export interface OtlpOptions {
  /** Without `/v1/traces`. */
  endpoint: string;
  service: string;
  version: string;
}

export class OtlpTraces implements Traces {
  readonly attempts: Traces['attempts'] = {
    started: (task, wait_ms) => {
      const now = Date.now();
      this.#below(task, 'queue', now - wait_ms, SpanKind.INTERNAL)?.end(now);
    },
    ended: (task, kind, run_ms) => {
      const now = Date.now();
      const span = this.#below(task, 'item', now - run_ms, SpanKind.CONSUMER);
      span?.setAttribute('item.outcome', kind);
      if (kind === 'failed' || kind === 'retry') span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end(now);
    },
  };
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;

  constructor({ endpoint, service, version }: OtlpOptions) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.#tracer = this.#provider.getTracer('backend2', version);
  }

  request(method: string, given: string | undefined): RequestSpan {
    const span = this.#tracer.startSpan(method, { kind: SpanKind.SERVER }, contextOf(given));
    return {
      traceparent: traceparentOf(span),
      end(route, status) {
        span.updateName(`${method} ${route}`);
        span.setAttributes({
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': status,
        });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  async close(): Promise<void> {
    // An unreachable receiver must not delay a stop; spans that it has not received are lost.
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LAST_SEND_MS);
    await Promise.race([Promise.allSettled([this.#provider.shutdown()]), late]);
    clearTimeout(timer);
  }

  /** Null for tasks without a traced request, because a separate trace for each of them would hide the others. */
  #below(
    task: { id: string; type: string; trace: string | null },
    what: string,
    startTime: number,
    kind: SpanKind,
  ): Span | null {
    if (task.trace === null) return null;
    const attributes = { 'task.id': task.id, 'task.type': task.type };
    return this.#tracer.startSpan(
      `${what} ${task.type}`,
      { kind, startTime, attributes },
      contextOf(task.trace),
    );
  }
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function contextOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags ?? '0', 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${(traceFlags & 1).toString(16).padStart(2, '0')}`;
}
