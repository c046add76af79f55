import { accountsSettings } from './accounts.ts';
import { dataSettings } from './data.ts';
import { imagesSettings } from './images.ts';
import { cacheSettings, limitsSettings } from './limits.ts';
import { serverSettings } from './server.ts';
import type { SettingSpec } from './setting-kinds.ts';
import { tasksSettings } from './tasks.ts';

export const settingSpecs = {
  ...serverSettings,
  ...dataSettings,
  ...accountsSettings,
  ...tasksSettings,
  ...imagesSettings,
  ...cacheSettings,
  ...limitsSettings,
};

type Specs = typeof settingSpecs;
export type Settings = { readonly [K in keyof Specs]: Specs[K] extends SettingSpec<infer T> ? T : never };
