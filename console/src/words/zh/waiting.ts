import type { waiting as en } from '../en/waiting.ts';
import type { Like } from '../shape.ts';

const DEATHS = '运行时，工作进程（运行任务项的程序）已三次意外终止';
const ALONE = `必须单独运行：它${DEATHS}。为避免影响其他任务项，在该任务项结束之前，其工作进程不运行其他任务项`;
const FAILS = '如果它运行时工作进程再意外终止三次，该任务项将失败。';

export const waiting = {
  type_paused: '此任务正在等待：其类型已暂停，管理员恢复该类型后会继续。',
  no_worker_in: (pool) => `此任务正在等待：其类型属于池 ${pool}，而该池没有正在运行的工作进程。`,
  behind_alone: `此任务正在等待另一个任务中必须单独运行的任务项：该任务项${DEATHS}，因此不能有其他任务项同时运行。该任务项结束或被取消后，此任务会继续。`,
  behind: '查看该任务项所在的任务',
  runs_alone: '单独运行',
  interrupted: '已中断',
  task_alone: `此任务中有一个任务项${ALONE}，其他任务可能需要等待。${FAILS}`,
  item_alone: `此任务项${ALONE}。${FAILS}`,
} satisfies Like<typeof en>;
