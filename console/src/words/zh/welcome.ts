import type { welcome as en } from '../en/welcome.ts';
import type { Like } from '../shape.ts';

export const welcome = {
  title: '欢迎使用 Backend2',
  text: '在这里运行耗时的任务：进度实时可见，随时可以停止，结果不会丢失。先生成九张图片试试：三个时段 × 三个地点。内置生成器画风景和图案；接入图片模型后可以画任何内容。',
  none_yours: '您还没有自己的任务。先生成九张图片试试：三个时段 × 三个地点。',
  start: '生成九张图片',
  rows: '时段',
  columns: '地点',
  later: '也可以',
  new_task: '自己创建任务',
  or: '，或',
  docs: '查看 API 文档（英文）',
  example_name: '时段与地点',
  prompt: '{地点}，{时段}',
  time: '时段',
  place: '地点',
  time_1: '清晨',
  time_2: '黄昏',
  time_3: '午夜',
  place_1: '森林',
  place_2: '沙漠',
  place_3: '大海',
} satisfies Like<typeof en>;
