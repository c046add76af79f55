/**
 * The error catalogue: every error a caller can receive, with its stable type, HTTP status, and what to do about it.
 * Services throw `new Fault(type)`; the API turns it into the response format. A retired type is never used again.
 */
export interface CatalogueEntry {
  status: number;
  en: string;
  zh: string;
  /** What the caller should do. */
  todo: { en: string; zh: string };
}

export const catalogue = {
  invalid_request: {
    status: 400,
    en: 'The request cannot be read.',
    zh: '无法读取该请求。',
    todo: {
      en: 'Check the method, the headers and the encoding of the request.',
      zh: '请检查请求的方法、请求头和编码。',
    },
  },
  malformed_json: {
    status: 400,
    en: 'The body is not valid JSON.',
    zh: '请求体不是有效的 JSON。',
    todo: {
      en: 'Send a UTF-8 JSON object with content type application/json.',
      zh: '请以 application/json 发送 UTF-8 编码的 JSON 对象。',
    },
  },
  not_authenticated: {
    status: 401,
    en: 'Sign in first: the access token is missing, invalid, expired or revoked.',
    zh: '请先登录：访问令牌缺失、无效、已过期或已被撤销。',
    todo: {
      en: 'Sign in, or refresh the session, and send `Authorization: Bearer <access token>`.',
      zh: '请登录或刷新会话，并发送 `Authorization: Bearer <访问令牌>`。',
    },
  },
  wrong_credentials: {
    status: 401,
    en: 'The e-mail or the password is wrong.',
    zh: '邮箱或密码错误。',
    todo: {
      en: 'Check both; an administrator can reset a password.',
      zh: '请检查邮箱和密码；管理员可以重置密码。',
    },
  },
  invalid_refresh_token: {
    status: 401,
    en: 'The refresh token is invalid, expired or already used. Sign in again.',
    zh: '刷新令牌无效、已使用或已过期，请重新登录。',
    todo: {
      en: 'Sign in again. Each refresh token works once, so always keep the newest pair.',
      zh: '请重新登录。刷新令牌只能使用一次，请始终保存最新的一对令牌。',
    },
  },
  permission_denied: {
    status: 403,
    en: 'You do not have permission to do this.',
    zh: '您没有执行此操作的权限。',
    todo: {
      en: 'Ask an administrator for a role that has the permission this call requires.',
      zh: '请向管理员申请具有所需权限的角色。',
    },
  },
  cross_site: {
    status: 403,
    en: 'The browser says that a page of another site sent this request. Such requests are not accepted here.',
    zh: '浏览器表明该请求由其他网站的页面发出，此处不接受这样的请求。',
    todo: {
      en: 'Call from a page of this server. An application on another site needs its origin in CORS_ORIGINS, and must send the refresh token in the body instead of the cookie. A proxy must pass on the Host header.',
      zh: '请从本服务器的页面调用。其他网站上的应用需要将其来源加入 CORS_ORIGINS，并在请求体中（而不是用 Cookie）发送刷新令牌。代理必须原样传递 Host 请求头。',
    },
  },
  unknown_host: {
    status: 403,
    en: 'Nobody can sign in at this host name, because the server does not know it.',
    zh: '服务器不认识此主机名，因此无法在此登录。',
    todo: {
      en: 'Open the page at localhost or at an IP address. If people reach the server under this host name, set PUBLIC_URL to its address; behind a proxy, set TRUST_PROXY=true.',
      zh: '请通过 localhost 或 IP 地址打开页面。如果用户通过此主机名访问服务器，请将 PUBLIC_URL 设为其地址；在代理之后请设置 TRUST_PROXY=true。',
    },
  },
  api_key_not_allowed: {
    status: 403,
    en: 'API keys cannot make this call.',
    zh: '不能使用 API 密钥调用此接口。',
    todo: { en: 'Sign in and use the access token.', zh: '请登录并使用访问令牌调用。' },
  },
  wrong_current_password: {
    status: 403,
    en: 'The current password is wrong.',
    zh: '当前密码错误。',
    todo: {
      en: 'Send the password you sign in with as `current_password`.',
      zh: '请在 `current_password` 中填写您登录所用的密码。',
    },
  },
  invalid_file_link: {
    status: 403,
    en: 'The file link is invalid or has expired.',
    zh: '文件链接无效或已过期。',
    todo: {
      en: 'Read the item or the task again to get a new link.',
      zh: '请重新读取该任务项或任务以获取新的链接。',
    },
  },
  invalid_link: {
    status: 404,
    en: 'The link is invalid: it has expired, was already used, or was replaced by a newer one.',
    zh: '链接无效：已过期、已被使用或已被新链接取代。',
    todo: {
      en: 'Ask an administrator for a new link, or request one by e-mail.',
      zh: '请向管理员索取新链接，或通过邮件申请。',
    },
  },
  not_available: {
    status: 404,
    en: 'This server does not offer this function.',
    zh: '此服务器未提供该功能。',
    todo: {
      en: 'Ask the operator. Links by e-mail require SMTP_URL and PUBLIC_URL.',
      zh: '请联系运维人员：通过邮件发送链接需要设置 SMTP_URL 和 PUBLIC_URL。',
    },
  },
  not_found: {
    status: 404,
    en: 'It does not exist, or you do not have access to it.',
    zh: '内容不存在，或您无权查看。',
    todo: { en: 'Check the path and the id.', zh: '请检查路径和 ID。' },
  },
  unknown_path: {
    status: 404,
    en: 'The server has no such path. /docs lists all calls.',
    zh: '服务器没有该路径。所有接口见 /docs。',
    todo: {
      en: 'Check the spelling of the path; calls begin with `/api/v1`. `/docs` shows all of them, and `/` leads to the console.',
      zh: '请检查路径的拼写；接口以 `/api/v1` 开头。`/docs` 列出了所有接口，`/` 可打开控制台。',
    },
  },
  method_not_allowed: {
    status: 405,
    en: 'This path does not support this method.',
    zh: '该路径不支持此方法。',
    todo: { en: 'Use a method listed in the Allow header.', zh: '请使用 Allow 响应头中列出的方法。' },
  },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time.',
    zh: '请求未能在规定时间内到达。',
    todo: {
      en: 'Send the headers within one minute and the whole request within two.',
      zh: '请在两分钟内发送完整请求，并在一分钟内发送完请求头。',
    },
  },
  email_in_use: {
    status: 409,
    en: 'An account with this e-mail already exists.',
    zh: '该邮箱已被使用。',
    todo: {
      en: 'Use another e-mail, or sign in to the existing account.',
      zh: '请使用其他邮箱，或登录已有账户。',
    },
  },
  last_admin: {
    status: 409,
    en: 'The last active administrator cannot be deleted, demoted or disabled.',
    zh: '不能删除、降级或停用最后一个有效的管理员。',
    todo: { en: 'Give another active account the admin role first.', zh: '请先将另一个有效账户设为管理员。' },
  },
  too_many: {
    status: 409,
    en: 'Your account has reached its limit for this kind of object.',
    zh: '您的账户中此类对象的数量已达上限。',
    todo: { en: 'Delete objects that you no longer need.', zh: '请先删除不再需要的对象。' },
  },
  owner_not_active: {
    status: 409,
    en: 'The owner is disabled, was deleted, or may no longer create tasks.',
    zh: '所有者已被停用、已被删除，或不再有权创建任务。',
    todo: {
      en: 'Ask an administrator to enable the account, or create the task or the schedule again with another account.',
      zh: '请联系管理员启用该账户，或使用其他账户重新创建该任务或计划。',
    },
  },
  edit_conflict: {
    status: 409,
    en: 'Someone else changed this at the same time. Read it again and retry.',
    zh: '其他人同时修改了此内容，请重新读取后再试。',
    todo: { en: 'Read the object again, then repeat the change.', zh: '请重新读取该对象并重试。' },
  },
  no_grid: {
    status: 409,
    en: 'The items of this task have no labels, so there is no grid to draw.',
    zh: '该任务的任务项没有标签，无法生成网格图。',
    todo: {
      en: 'Ask for the grid of a task with variables; `grid_url` of such a task is not null once it has a picture. The archive works for every task.',
      zh: '请对含有变量的任务请求网格图，此类任务有图片后 `grid_url` 不为空。ZIP 文件适用于所有任务。',
    },
  },
  task_finished: {
    status: 409,
    en: 'The task has already finished.',
    zh: '任务已经结束。',
    todo: {
      en: 'Only a pending or processing task can be cancelled.',
      zh: '只有等待中或运行中的任务可以取消。',
    },
  },
  items_not_fitting: {
    status: 409,
    en: 'Some of the chosen items are in a state that does not allow this. Nothing was changed.',
    zh: '所选的部分任务项的状态不允许此操作；未作任何修改。',
    todo: {
      en: 'Leave out the items listed in `details`. Items that failed or were cancelled can be retried; items that have not ended can be cancelled.',
      zh: '请去掉 `details` 中列出的任务项。失败或已取消的任务项可以重试；未结束的任务项可以取消。',
    },
  },
  matched_changed: {
    status: 409,
    en: 'The number of matching tasks has changed. Nothing was done.',
    zh: '符合条件的任务数量已发生变化；没有进行任何更改。',
    todo: {
      en: 'Check the list again, and send the current number of matches as `expected`.',
      zh: '请重新查看列表，并将当前符合条件的数量作为 `expected` 发送。',
    },
  },
  task_not_retryable: {
    status: 409,
    en: 'There is nothing to retry: the task is still active, or none of its items failed or was cancelled.',
    zh: '没有可重试的内容：任务仍在进行，或没有失败或取消的任务项。',
    todo: {
      en: 'Retry a finished task that has failed or cancelled items.',
      zh: '请重试含有失败或已取消任务项的已结束任务。',
    },
  },
  idempotency_key_reused: {
    status: 409,
    en: 'This Idempotency-Key was already used with a different body.',
    zh: '该 Idempotency-Key 已用于不同的请求体。',
    todo: { en: 'Use a new key for each new task.', zh: '请为每个新任务使用新的键。' },
  },
  idempotency_key_spent: {
    status: 409,
    en: 'The task created with this Idempotency-Key was deleted.',
    zh: '使用该 Idempotency-Key 创建的任务已被删除。',
    todo: { en: 'Use a new key to create a new task.', zh: '请使用新的键创建新任务。' },
  },
  body_too_large: {
    status: 413,
    en: 'The body is too large, has too long field names or is too deeply nested.',
    zh: '请求体过大、字段名过长或嵌套过深。',
    todo: {
      en: 'Send at most 1 MiB (16 KiB to calls under /auth) with at most 20,000 values and 5,000 field names of at most 1,000 bytes each, nested at most 64 levels deep.',
      zh: '请求体最多 1 MiB（/auth 下的接口最多 16 KiB），最多包含 20,000 个值和 5,000 个字段名（每个最长 1,000 字节），嵌套最多 64 层。',
    },
  },
  uri_too_long: {
    status: 414,
    en: 'The path is too long.',
    zh: '路径过长。',
    todo: { en: 'Shorten the path.', zh: '请缩短路径。' },
  },
  unsupported_media_type: {
    status: 415,
    en: 'This content type is not accepted. Send JSON with the header Content-Type: application/json.',
    zh: '不支持该内容类型。请发送 JSON，并附带请求头 Content-Type: application/json。',
    todo: {
      en: 'Send application/json (or a form, if the call accepts one) without Content-Encoding.',
      zh: '请发送 application/json（或在接口支持时发送表单），且不要使用 Content-Encoding。',
    },
  },
  range_not_satisfiable: {
    status: 416,
    en: 'The range is outside the file.',
    zh: '请求的范围超出文件大小。',
    todo: {
      en: 'Request a range inside the file, or leave out the Range header.',
      zh: '请请求文件范围内的数据，或省略 Range 请求头。',
    },
  },
  validation_failed: {
    status: 422,
    en: 'Some values are missing or invalid.',
    zh: '部分值缺失或无效。',
    todo: { en: 'Correct the values listed in `details`.', zh: '请更正 `details` 中列出的值。' },
  },
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
  headers_too_large: {
    status: 431,
    en: 'The URL or the headers of the request are too large.',
    zh: '请求的 URL 或请求头过大。',
    todo: {
      en: 'Keep the URL and the headers under 16 KiB in total. An access token is smaller than 1 KiB.',
      zh: 'URL 与请求头合计须小于 16 KiB。访问令牌小于 1 KiB。',
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
    en: 'What is stored of this is damaged and cannot be read.',
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

export type FaultType = keyof typeof catalogue;

/** One fault of one value: a JSON pointer-like path (`params.prompt`, `roles.0`) and what is wrong with it. */
export interface FaultDetail {
  path: string;
  message: string;
  /** The same in Chinese. Default: `message`. */
  zh?: string;
}

/** Maximum number of details in one answer. If there are more, one further entry says that others may follow. */
export const MOST_DETAILS = 100;

/** The first details and, if others are left out, an entry that says so. */
export const upToMost = (details: FaultDetail[], root: string): FaultDetail[] =>
  details.length <= MOST_DETAILS
    ? details
    : [...details.slice(0, MOST_DETAILS), moreFaults(root, MOST_DETAILS)];

/** Says that the details before it may not be all. */
export const moreFaults = (path: string, count: number): FaultDetail => ({
  path,
  message: `may have more errors than these ${count}; correct these first`,
  zh: `可能还有其他错误，这里只列出 ${count} 处；请先修正这些错误`,
});

/** A text in both languages. */
export interface BothLanguages {
  en: string;
  zh: string;
}

/** The present usage, for the quotas that refuse calls. */
const quotaTexts = {
  active_tasks: (used: number): BothLanguages => ({
    en: `it has ${used} unfinished tasks`,
    zh: `当前有 ${used} 个未结束的任务`,
  }),
  tasks_per_day: (used: number): BothLanguages => ({
    en: `it has created ${used} tasks today (UTC)`,
    zh: `今天（UTC）已创建 ${used} 个任务`,
  }),
};

/** Which quota an account has reached. */
export interface ReachedQuota {
  name: keyof typeof quotaTexts;
  limit: number;
  used: number;
}

/** An expected failure with a catalogued type. `retry_after` is in seconds and becomes the Retry-After header. */
export class Fault extends Error {
  readonly type: FaultType;
  readonly status: number;
  readonly details: FaultDetail[] | undefined;
  readonly retry_after: number | undefined;
  readonly quota: ReachedQuota | undefined;

  constructor(
    type: FaultType,
    options: {
      details?: FaultDetail[];
      retry_after?: number;
      quota?: ReachedQuota;
      cause?: unknown;
    } = {},
  ) {
    super(catalogue[type].en, { cause: options.cause });
    this.name = 'Fault';
    this.type = type;
    this.status = catalogue[type].status;
    this.details = options.details;
    this.retry_after = options.retry_after;
    this.quota = options.quota;
  }
}

/** The message of the catalogue; for a quota, with the usage and the limit. */
export function messageOf({ type, quota }: Fault): BothLanguages {
  const { en, zh } = catalogue[type];
  if (!quota) return { en, zh };
  const { used, limit } = quota;
  const is = quotaTexts[quota.name](used);
  return {
    en: `${en.replace(/\.$/, '')}: ${is.en}, and the limit is ${limit}.`,
    zh: `${zh.replace(/。$/, '')}：${is.zh}，上限为 ${limit} 个。`,
  };
}

/** A 422 for one value; `zh` is the message in Chinese. */
export const invalid = (path: string, message: string, zh?: string) =>
  new Fault('validation_failed', { details: [{ path, message, ...(zh !== undefined && { zh }) }] });
