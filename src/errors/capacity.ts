import type { CatalogueEntry } from './catalogue-entry.ts';

/** Errors of a server that refuses more, or that cannot do what it should: limits, quotas, overload, damage, outages. */
export const capacityErrors = {
  too_many_requests: {
    status: 429,
    en: 'Too many requests. Try again later.',
    zh: '请求过于频繁，请稍后再试。',
    todo: {
      en: 'Wait for the number of seconds in the Retry-After header.',
      zh: '请等待 Retry-After 响应头指定的秒数。',
    },
  },
  quota_exceeded: {
    status: 429,
    en: 'This exceeds a quota of the account.',
    zh: '超出账户的配额。',
    todo: {
      en: '`error.quota` names the quota, its limit and what is used. Wait until tasks have ended, or ask an administrator for more.',
      zh: '`error.quota` 给出配额名称、上限和已用量。请等待任务结束，或请管理员提高配额。',
    },
  },
  too_many_streams: {
    status: 429,
    en: 'Too many event streams are open.',
    zh: '打开的事件流过多。',
    todo: {
      en: 'Close streams that nobody reads; one stream of all tasks is enough for a whole program or browser. Operators can raise MAX_EVENT_STREAMS and MAX_EVENT_STREAMS_PER_USER.',
      zh: '请关闭无人使用的事件流；一个“所有任务”事件流足以供整个程序或浏览器使用。运维人员可以调高 MAX_EVENT_STREAMS 和 MAX_EVENT_STREAMS_PER_USER。',
    },
  },
  too_many_downloads: {
    status: 429,
    en: 'Too many downloads are under way.',
    zh: '正在进行的下载过多。',
    todo: {
      en: 'Wait until some have ended, and close those that nobody reads. One account downloads at most 4 archives and 2 grid images at a time from one process; for single files, operators can raise MAX_DOWNLOADS_PER_CALLER.',
      zh: '请等待部分下载结束，并关闭无人读取的下载。一个账户在每个进程上最多同时下载 4 个 ZIP 文件和 2 张网格图；对于单个文件，运维人员可以调高 MAX_DOWNLOADS_PER_CALLER。',
    },
  },
  too_many_large_pages: {
    status: 429,
    en: 'Too many large pages of this list are being read.',
    zh: '正在读取的此列表的大页面过多。',
    todo: {
      en: 'Read the answers that are under way, or close them; ask for fewer entries at once with `page_size`. One account reads at most 8 pages larger than 512 KiB of items, and as many of schedules, from one process; further ones wait for up to 20 seconds. Smaller pages need not wait.',
      zh: '请读完或关闭正在进行的响应，或用 `page_size` 减少每页条数。一个账户在每个进程上最多同时读取 8 页超过 512 KiB 的任务项列表和 8 页计划列表，其余请求最多等待 20 秒；较小的页面无需等待。',
    },
  },
  internal_error: {
    status: 500,
    en: 'An internal error occurred.',
    zh: '服务器发生内部错误。',
    todo: {
      en: 'Try again. If the error persists, report the request_id to the operator.',
      zh: '请重试。若错误仍然存在，请将 request_id 提供给运维人员。',
    },
  },
  record_damaged: {
    status: 500,
    en: 'The stored data of this is damaged and cannot be read.',
    zh: '所请求内容的存储数据已损坏，无法读取。',
    todo: {
      en: 'Operators: the log names the record; restore it from a backup, or delete it.',
      zh: '运维人员：日志中有该记录的名称，请从备份中恢复或将其删除。',
    },
  },
  file_unreadable: {
    status: 500,
    en: 'The stored file is missing, damaged or cannot be read.',
    zh: '存储的文件缺失、已损坏或无法读取。',
    todo: {
      en: 'Run the task again to create the file again. Operators: the log names the file; restore it from a backup.',
      zh: '请重新运行任务以再次生成该文件。运维人员：日志中有该文件的名称，请从备份中恢复。',
    },
  },
  overloaded: {
    status: 503,
    en: 'The server is busy. Try again in a moment.',
    zh: '服务器繁忙，请稍后再试。',
    todo: {
      en: 'Wait for the number of seconds in the Retry-After header.',
      zh: '请等待 Retry-After 响应头指定的秒数。',
    },
  },
  downloads_busy: {
    status: 503,
    en: 'The server is creating too many archives or grid images. Try again in a moment.',
    zh: '服务器正在生成的 ZIP 文件或网格图过多，请稍后再试。',
    todo: {
      en: 'Wait for the number of seconds in the Retry-After header, and download one at a time.',
      zh: '请等待 Retry-After 响应头指定的秒数，并逐个下载。',
    },
  },
  store_unavailable: {
    status: 503,
    en: 'The database or the queue is unreachable or cannot be written. Try again in a moment.',
    zh: '数据库或队列无法连接，或无法写入，请稍后再试。',
    todo: {
      en: 'Wait for the number of seconds in the Retry-After header. Operators: see docs/troubleshooting.md.',
      zh: '请等待 Retry-After 响应头指定的秒数；运维人员请参阅 docs/troubleshooting.md。',
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
