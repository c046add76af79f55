import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from '../language.ts';

const words = {
  building: {
    en: ['The console is being built', 'This takes a few seconds, once. The page opens by itself.'],
    zh: ['正在构建控制台', '仅需一次，几秒钟即可完成，页面会自动打开。'],
  },
  not_built: {
    en: [
      'The console is not built',
      'Run <code>npm ci</code> and then <code>npm start</code> in the folder of Backend2. The API already works; it is described at <a href="/docs">/docs</a>.',
    ],
    zh: [
      '控制台尚未构建',
      '请在 Backend2 的目录中运行 <code>npm ci</code>，然后运行 <code>npm start</code>。API 已可使用，其说明见 <a href="/docs">/docs</a>。',
    ],
  },
} as const;

const STYLE = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{display:grid;place-content:center;min-height:90vh;margin:0;padding:24px;text-align:center}
h1{font-size:20px;font-weight:600;margin:0}p{margin:8px 0;max-width:44ch;opacity:.8}
code{font-family:ui-monospace,monospace}`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

/** The page that is shown while there is no console. While the console is being built, the page reloads every second without a script. */
export function waitingPage(
  why: keyof typeof words,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  const [title, text] = words[why][language];
  const again = why === 'building' ? '<meta http-equiv="refresh" content="1">' : '';
  reply.code(503).headers({
    'content-security-policy': POLICY,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'retry-after': why === 'building' ? 1 : 60,
  });
  return reply.send(
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${again}<title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1><p>${text}</p></main></html>`,
  );
}
