import type { undo as en } from '../en/undo.ts';
import { grouped } from '../plural.ts';
import type { Like } from '../shape.ts';

export const undo = {
  undone: (count) => (count === 0 ? '没有撤销任何取消' : `已撤销对 ${grouped(count)} 个任务的取消`),
} satisfies Like<typeof en>;
