import { PERMISSIONS } from '../../services/permissions.ts';
import { checkTime, checkWords, limitOf, nounCommand } from './noun-command.ts';
import { CallRefused, type Data, found, idPart, type OperatorApi, rowsOf } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

/** The e-mails of accounts by id. A deleted account, or one that the caller may not see, is shown by its id. */
async function ownersOf(api: OperatorApi, keys: Data[]): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const id of new Set<string>(keys.map((one) => one.owner_id))) {
    try {
      owners.set(id, (await api.call('GET', `/users/${id}`)).email);
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      owners.set(id, id);
    }
  }
  return owners;
}

export const key = nounCommand('key', {
  usage: [
    'list [--limit N]',
    'create NAME [--owner EMAIL] [--permissions P,P] [--expires TIME]',
    'revoke ID',
  ],
  about:
    'Lists, creates or revokes API keys. Over HTTP, this requires BACKEND2_EMAIL and BACKEND2_PASSWORD; without BACKEND2_URL, "create" requires --owner.',
  options: ['owner', 'permissions', 'expires', 'limit'],
  actsAs: ({ owner }) => owner,
  actions: {
    async list({ api, options, list }) {
      const keys = await rowsOf(api, '/api-keys', {}, limitOf(options));
      const owners = await ownersOf(api, keys);
      list(keys, {
        id: (one) => one.id,
        name: (one) => one.name,
        owner: (one) => owners.get(one.owner_id),
        prefix: (one) => one.prefix,
        permissions: (one) => one.permissions.join(','),
        expires: (one) => one.expires_at,
        'last used': (one) => one.last_used_at,
      });
    },
    async create({ api, names: [name = ''], options, done }) {
      checkTime(options, 'expires');
      checkWords(options, 'permissions', PERMISSIONS);
      const { permissions, expires, owner } = options;
      if (api.through === 'data' && owner === undefined)
        throw new UsageError('"key create" on the data needs --owner EMAIL');
      const made = await api.call('POST', '/api-keys', {
        name,
        ...(permissions && { permissions: permissions.split(',') }),
        ...(expires && { expires_at: expires }),
      });
      done(`${made.key}\nThis is the only time that the key is shown. Its id is ${made.id}.`, made);
    },
    async revoke({ api, names: [id = ''], done }) {
      done(
        `The key ${id} is refused from the next request on.`,
        await found(
          api.call('DELETE', `/api-keys/${idPart(id, { a: 'an API key', command: 'key list' })}`),
          `there is no API key with the id ${id}; "key list" shows the ids`,
        ),
      );
    },
  },
});
