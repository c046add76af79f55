import type { Services } from '../services.ts';

/** Services for an application that is only described: their routes can be registered, a call throws. */
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
