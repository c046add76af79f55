/** The API inside this process, without listening. A server may be running on the same data. */
import { buildApp } from '../../api/build-app.ts';
import type { UserStore } from '../../data/contracts/index.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { type Access, AccessCheck, type AccessCheckParts } from '../../services/accounts/access-check.ts';
import { findByEmail } from '../../services/accounts/email.ts';
import { type AccountActor, type Actor, permissionsOf, systemActor } from '../../services/actor.ts';
import type { Settings } from '../../settings.ts';
import { openData } from '../open-data.ts';
import { wire } from '../wiring.ts';
import { commandLog } from './command-log.ts';
import { refuseMissing } from './existing-data.ts';
import { answerOf, type OperatorApi } from './operator-api.ts';

/** No credential is needed to work directly on the data: every call acts as the program itself, or as one account. */
class CommandLineAccess extends AccessCheck {
  readonly #actor: Actor;

  constructor(parts: AccessCheckParts, actor: Actor) {
    super(parts);
    this.#actor = actor;
  }

  override check(): Access {
    const user = null as never; // only the caller's own profile reads it, for which the command line has no command
    return { actor: this.#actor as AccountActor, user };
  }
}

export async function withLocalApi(
  settings: Settings,
  acts_as: string | undefined,
  work: (api: OperatorApi) => Promise<void>,
): Promise<number> {
  refuseMissing(settings);
  const log = commandLog();
  const data = await openData(settings, log, false);
  try {
    const wired = await wire(settings, data, log);
    const actor = acts_as === undefined ? systemActor : await actorFor(acts_as, data.database.users);
    const { database, versions } = data;
    const access = new CommandLineAccess({ database, versions, uses: wired.services.keyUses }, actor);
    const app = buildApp(
      { ...wired.services, access },
      { ...wired.settings, RATE_LIMIT_ENABLED: false, METRICS_ENABLED: false },
    );
    try {
      await work({
        through: 'data',
        async call(method, path, body) {
          const answer = await app.inject({
            method,
            url: `/api/v1${path}`,
            headers: {
              authorization: 'Bearer b2_of-the-command-line',
              'user-agent': 'backend2 command line',
            },
            payload: body,
          });
          return answerOf(answer.statusCode, answer.body);
        },
      });
    } finally {
      await app.close();
      await wired.close();
    }
  } finally {
    await data.close();
  }
  return 0;
}

async function actorFor(given: string, users: Pick<UserStore, 'getByEmail'>): Promise<AccountActor> {
  const user = await findByEmail(users, given);
  if (!user) throw new OperatorError(`there is no account with the e-mail ${given}`);
  const { id, email, fullname } = user;
  return {
    ...systemActor,
    kind: 'user',
    id,
    email,
    fullname,
    permissions: permissionsOf(user.roles),
    credential_id: 'command line',
  };
}
