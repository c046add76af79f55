import type { quotas as en } from '../en/quotas.ts';
import type { Like } from '../shape.ts';

export const quotas = {
  title: '配额',
  text: '仅适用于该账户的上限。留空则采用服务器为所有人设置的上限；0 表示不限。',
  unlimited: '管理员不受限制。改为其他角色后，可在此设置上限。',
  active_tasks: '未结束的任务',
  tasks_per_day: '每天创建的任务（UTC）',
  running_items: '运行中的任务项',
  running_hint: '超出的任务项会等待。',
  stored: '存储的文件（GB）',
  save: '保存配额',
  as_set: '与所有人相同',
  no_number: '请输入整数，或留空。',
  no_amount: '请输入数字（如 10 或 0.5），或留空。',
} satisfies Like<typeof en>;
