import { Fault } from '../../errors.ts';

/** A 409 that names each item whose state does not allow the action, by its position in the request. */
export function notFitting(action: 'cancel' | 'retry', indexes: number[], unfit: number[]): Fault {
  const details = unfit.map((index) => ({
    path: `items.${indexes.indexOf(index)}`,
    message:
      action === 'cancel' ? `item ${index} has ended` : `item ${index} has not failed and was not cancelled`,
    zh: action === 'cancel' ? `任务项 ${index} 已结束` : `任务项 ${index} 既没有失败也没有被取消`,
  }));
  return new Fault('items_not_fitting', { details });
}
