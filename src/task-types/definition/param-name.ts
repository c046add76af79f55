/** What people call the field of a request for a task: the title that its form shows, instead of its path. */
import type { BothLanguages } from '../../errors.ts';

interface Titled {
  title?: string;
  zh?: { title?: string };
}

/** The fields of every task. */
const FIELDS: Readonly<Record<string, BothLanguages>> = {
  type: { en: 'Task type', zh: '任务类型' },
  name: { en: 'Task name', zh: '任务名称' },
  priority: { en: 'Priority', zh: '优先级' },
  shared: { en: 'Shared', zh: '共享' },
  params: { en: 'Parameters', zh: '参数' },
};

/** The name for a path such as `params.size`; `params` is the schema of the task type. A field without a title keeps its key. */
export function fieldName(path: string, params: Record<string, unknown> | undefined): BothLanguages {
  const [top = '', name, ...rest] = path.split('.');
  if (top !== 'params' || name === undefined) return FIELDS[path] ?? { en: path, zh: path };
  const { properties = {} } = (params ?? {}) as { properties?: Record<string, Titled> };
  const { title = name, zh } = Object.hasOwn(properties, name) ? (properties[name] as Titled) : {};
  const inside = rest.join('.');
  return {
    en: inside === '' ? title : `${title} (${inside})`,
    zh: inside === '' ? (zh?.title ?? title) : `${zh?.title ?? title}（${inside}）`,
  };
}
