import type { EventBus, VersionCache } from '../../data/contracts/index.ts';

/** The same versions; each change of one is published once it is written, so that whoever hears of it reads the new version. */
export const toldVersions = (versions: VersionCache, events: Pick<EventBus, 'publish'>): VersionCache => ({
  read: (keys) => versions.read(keys),
  ...(versions.readNow && { readNow: versions.readNow.bind(versions) }),
  async write(entries) {
    await versions.write(entries);
    for (const [key] of entries) events.publish('access', { key });
  },
  fill: (entries) => versions.fill(entries),
  clear: () => versions.clear(),
  close: () => versions.close(),
});
