import type { status as en } from '../en/status.ts';
import type { Like } from '../shape.ts';

export const status = {
  pending: '等待中',
  queued: '等待中',
  processing: '运行中',
  cancelling: '正在取消',
  completed: '已完成',
  completed_with_failures: '已完成（有失败）',
  failed: '失败',
  cancelled: '已取消',
} satisfies Like<typeof en>;
