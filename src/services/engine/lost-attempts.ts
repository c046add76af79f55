/** What is said of an attempt that was ended from outside; of one that was lost with its worker, the same in the log of its item and in its error. */
import type { ItemError, ItemLogLine, Slot } from '../../data/contracts/index.ts';
import { DEATHS_BEFORE_FAILURE, DEATHS_BEFORE_SOLO } from './slots.ts';

/** The type of the error of such an attempt. */
export const WORKER_LOST = 'WorkerLost';

const LOST = {
  en: 'The worker process ended while this attempt ran, or lost its connection',
  zh: '此次运行期间，工作进程已终止或失去了连接',
};

/** `deaths`: how many workers died while they ran the item in this round, this one included. */
export function errorOfLost(deaths: number): ItemError {
  const { en, zh } = deaths >= DEATHS_BEFORE_FAILURE ? failed(deaths) : queued(deaths);
  return { type: WORKER_LOST, message: `${LOST.en}; ${en}.`, zh: `${LOST.zh}；${zh}。` };
}

const failed = (deaths: number) => {
  const alone = deaths - DEATHS_BEFORE_SOLO;
  return {
    en: `this has happened ${deaths} times, the last ${alone} times while nothing else ran in the worker, so the item has failed`,
    zh: `这已发生 ${deaths} 次，其中最后 ${alone} 次该工作进程中没有其他任务项在运行，因此任务项失败`,
  };
};

const queued = (deaths: number) =>
  deaths < DEATHS_BEFORE_SOLO
    ? { en: 'the item runs again', zh: '任务项将再次运行' }
    : {
        en: `this has happened ${deaths} times, so the item runs alone from now on: its worker runs nothing else until it ends`,
        zh: `这已发生 ${deaths} 次，因此任务项从现在起单独运行：在它结束之前，其工作进程不运行其他任务项`,
      };

/** The line that the log of the item gets. `error` is null if the item was being cancelled. */
export function lineOfLost({ attempt }: Slot, error: ItemError | null, at: string): ItemLogLine {
  const { message, zh = message } = error ?? {
    message: `${LOST.en}; the item was being cancelled and does not run again.`,
    zh: `${LOST.zh}；任务项正在取消，不会再次运行。`,
  };
  return { at, attempt, level: 'error', message, zh, interrupted: true, fields: null };
}

/** The line for an attempt that a worker ended because it was stopped, as for an update. */
export const lineOfStopped = (at: string): Omit<ItemLogLine, 'attempt'> => ({
  at,
  level: 'info',
  message: 'The worker process was stopped while this attempt ran; the item runs again.',
  zh: '此次运行期间，工作进程被停止；任务项将再次运行。',
  interrupted: true,
  fields: null,
});

/** The line for an attempt that ran when its task was cancelled, once that is undone. */
export const lineOfUndone = (attempt: number, at: string): ItemLogLine => ({
  at,
  attempt,
  level: 'info',
  message:
    'The task was cancelled while this attempt ran, and that was undone; the item runs again, unless the attempt still completed.',
  zh: '此次运行期间，任务被取消，随后撤销了取消；任务项将再次运行，除非此次运行仍然完成。',
  interrupted: true,
  fields: null,
});
