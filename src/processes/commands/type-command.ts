import { nounCommand } from './noun-command.ts';
import { type Data, found, type OperatorApi, pathPart } from './operator-api.ts';

const call = (api: OperatorApi, type: string, action: string): Promise<Data> =>
  found(
    api.call('POST', `/task-types/${pathPart(type)}/${action}`),
    `there is no task type "${type}"; "type list" shows them`,
  );

export const type = nounCommand('type', {
  usage: ['list', 'pause TYPE', 'resume TYPE'],
  about: 'Lists task types, or pauses or resumes one: items of a paused type do not start on any worker.',
  actions: {
    async list({ api, list }) {
      list(await api.call('GET', '/task-types'), {
        type: (one) => one.type,
        title: (one) => (typeof one.title === 'string' ? one.title : one.title?.en),
        paused: (one) => one.paused_at,
      });
    },
    async pause({ api, names: [name = ''], done }) {
      done(`Nothing of the type ${name} starts any more; what runs goes on.`, await call(api, name, 'pause'));
    },
    async resume({ api, names: [name = ''], done }) {
      done(`Items of the type ${name} start again.`, await call(api, name, 'resume'));
    },
  },
});
