import { OperatorError } from '../../runtime/operator-error.ts';
import { sameEmail } from '../../services/accounts/email.ts';
import { nounCommand } from './noun-command.ts';
import { found, idPart, type OperatorApi, queryOf, rowsOf } from './operator-api.ts';

async function pathOf(api: OperatorApi, email: string): Promise<string> {
  const { items } = await api.call('GET', `/users${queryOf({ q: email, page_size: 100 })}`);
  const user = items.find((one: { email: string }) => sameEmail(one.email, email));
  if (!user) throw new OperatorError(`there is no account with the e-mail ${email}`);
  return `/users/${user.id}/sessions`;
}

export const session = nounCommand('session', {
  usage: ['list EMAIL', 'end EMAIL [ID]'],
  about:
    'Lists the sessions of an account, or ends one or all of them. Over HTTP, ending requires BACKEND2_EMAIL and BACKEND2_PASSWORD.',
  actions: {
    async list({ api, names: [email = ''], list }) {
      list(await rowsOf(api, await pathOf(api, email), {}, 1_000), {
        id: (one) => one.id,
        created: (one) => one.created_at,
        'last used': (one) => one.last_used_at,
        address: (one) => one.ip,
        program: (one) => one.user_agent,
      });
    },
    async end({ api, names: [email = '', id], done }) {
      const one = id && idPart(id, { a: 'a session', command: `session list ${email}` });
      const path = await pathOf(api, email);
      const data = await found(
        api.call('DELETE', one === undefined ? path : `${path}/${one}`),
        `${email} has no session with the id ${id}; "session list ${email}" shows them`,
      );
      done(id !== undefined ? `The session ${id} was ended.` : `All sessions of ${email} were ended.`, data);
    },
  },
});
