import type { CatalogueEntry } from './catalogue-entry.ts';

/** Errors of who calls: signing in, rights, links, and changes of accounts. */
export const accountErrors = {
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
  owner_not_active: {
    status: 409,
    en: 'The owner is disabled, was deleted, or may no longer create tasks.',
    zh: '所有者已被停用、已被删除，或不再有权创建任务。',
    todo: {
      en: 'Ask an administrator to enable the account, or create the task or the schedule again with another account.',
      zh: '请联系管理员启用该账户，或使用其他账户重新创建该任务或计划。',
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
