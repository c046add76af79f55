import type { Services } from '../services.ts';

/** Services for an application of which only the API document is needed: routes can be registered, but calls throw. */
export function absentServices(): Services {
  return new Proxy({} as Services, {
    get: (_services, name) =>
      name === 'measures' ? [] : name === 'traces' ? undefined : absentService(String(name)),
  });
}

const absentService = (service: string): object =>
  new Proxy(
    {},
    {
      get: (_methods, method) => () => {
        throw new Error(`services.${service}.${String(method)} was called while the API is only described`);
      },
    },
  );
