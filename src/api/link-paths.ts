import type { LinkPaths } from '../services/tasks/file-links.ts';

const taskPath = (task_id: string): string => `/api/v1/tasks/${task_id}`;

/** The paths at which the API serves signed links. */
export const linkPaths: LinkPaths = {
  file: (task_id, index, name) => `${taskPath(task_id)}/items/${index}/files/${encodeURIComponent(name)}`,
  archive: (task_id) => `${taskPath(task_id)}/archive`,
  grid: (task_id) => `${taskPath(task_id)}/grid`,
  thumbnail: (task_id) => `${taskPath(task_id)}/thumbnail`,
};
