import type { words as en } from '../en/index.ts';
import type { Like } from '../shape.ts';
import { account } from './account.ts';
import { audit } from './audit.ts';
import { components } from './components.ts';
import { gallery } from './gallery.ts';
import { grid } from './grid.ts';
import { image_generators, image_styles } from './image-styles.ts';
import { keys } from './keys.ts';
import { new_task } from './new-task.ts';
import { schedules } from './schedules.ts';
import { shell } from './shell.ts';
import { sign_in } from './sign-in.ts';
import { status } from './status.ts';
import { system } from './system.ts';
import { task } from './task.ts';
import { tasks } from './tasks.ts';
import { users } from './users.ts';
import { webhooks } from './webhooks.ts';
import { welcome } from './welcome.ts';
import { zone_cities } from './zone-cities.ts';

export const words = {
  account,
  audit,
  components,
  gallery,
  grid,
  image_generators,
  image_styles,
  keys,
  new_task,
  schedules,
  shell,
  sign_in,
  status,
  system,
  task,
  tasks,
  users,
  webhooks,
  welcome,
  zone_cities,
} satisfies Like<typeof en>;
