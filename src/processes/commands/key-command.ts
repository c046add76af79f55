import { checkTime, limitOf, nounCommand } from './noun-command.ts';
import { idPart, rowsOf } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

export const key = nounCommand('key', {
  usage: [
    'list [--limit N]',
    'create NAME [--owner EMAIL] [--permissions P,P] [--expires TIME]',
    'revoke ID',
  ],
  about:
    'Lists, creates or revokes API keys. Over HTTP, this requires BACKEND2_EMAIL and BACKEND2_PASSWORD; without BACKEND2_URL, "create" requires --owner.',
  options: ['owner', 'permissions', 'expires', 'limit'],
  needs: { create: 1, revoke: 1 },
  actsAs: ({ owner }) => owner,
  actions: {
    async list({ api, options, list }) {
      list(await rowsOf(api, '/api-keys', {}, limitOf(options)), {
        id: (one) => one.id,
        name: (one) => one.name,
        prefix: (one) => one.prefix,
        permissions: (one) => one.permissions.join(','),
        expires: (one) => one.expires_at,
        'last used': (one) => one.last_used_at,
      });
    },
    async create({ api, names: [name = ''], options, done }) {
      checkTime(options, 'expires');
      const { permissions, expires, owner } = options;
      if (api.through === 'data' && owner === undefined)
        throw new UsageError('"key create" on the data needs --owner EMAIL');
      const made = await api.call('POST', '/api-keys', {
        name,
        ...(permissions && { permissions: permissions.split(',').map((one) => one.trim()) }),
        ...(expires && { expires_at: expires }),
      });
      done(`${made.key}\nThis is the only time that the key is shown. Its id is ${made.id}.`, made);
    },
    async revoke({ api, names: [id = ''], done }) {
      done(
        `The key ${id} is refused from the next request on.`,
        await api.call('DELETE', `/api-keys/${idPart(id)}`),
      );
    },
  },
});
