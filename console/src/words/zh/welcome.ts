import type { welcome as en } from '../en/welcome.ts';
import type { Like } from '../shape.ts';

export const welcome = {
  title: '欢迎使用 Backend2',
  text: '耗时的任务在这里运行：可随时查看、停止，且不会丢失。先从一组图片矩阵开始：每种动物在每个地点各一张。',
  start: '生成九张图片',
  rows: '动物',
  columns: '地点',
  later: '或者从这里开始',
  new_task: '自己创建任务',
  docs: 'API 文档',
  example_name: '动物与地点',
  prompt: '清晨阳光下，{地点}里的{动物}',
  animal: '动物',
  place: '地点',
  animal_1: '狐狸',
  animal_2: '猫头鹰',
  animal_3: '野兔',
  place_1: '森林',
  place_2: '沙漠',
  place_3: '城市',
} satisfies Like<typeof en>;
