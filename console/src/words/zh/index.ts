import type { words as en } from '../en/index.ts';
import type { Like } from '../shape.ts';
import { components } from './components.ts';
import { grid } from './grid.ts';
import { image_generators, image_styles } from './image-styles.ts';
import { new_task } from './new-task.ts';
import { shell } from './shell.ts';
import { sign_in } from './sign-in.ts';
import { status } from './status.ts';
import { task } from './task.ts';
import { tasks } from './tasks.ts';
import { users } from './users.ts';

export const words = {
  components,
  grid,
  image_generators,
  image_styles,
  new_task,
  shell,
  sign_in,
  status,
  task,
  tasks,
  users,
} satisfies Like<typeof en>;
