import type { CreateTaskArgs, TaskType } from '@client';
import { propertiesOf } from './schema/json-schema.ts';
import { paramsOfValues, type Values, valuesOfParams } from './schema/values.ts';

/** A task that is being edited. */
export interface Draft {
  name: string;
  /** 1 to 10, as text. */
  priority: string;
  shared: boolean;
  values: Values;
}

/** The source of a draft: a task, or the task of a schedule. */
export interface DraftSource {
  type: string;
  params: unknown;
  name?: string;
  priority?: number;
  shared?: boolean;
}

const DEFAULT_PRIORITY = '5';

/** Whether the server gave the name, which tells what the task does: the copy may do something else. */
function isAutomatic({ title }: TaskType, name: string, params: Record<string, unknown> | null): boolean {
  const prompt = typeof params?.prompt === 'string' ? params.prompt.replaceAll(/\s+/g, ' ').trim() : '';
  const isStart = name.endsWith('…') && prompt.startsWith(name.slice(0, -1));
  return name === title.en || name === title.zh || name === prompt || isStart;
}

/** Creates an empty draft of this type, or a copy of another task. */
export function draftOf(type: TaskType, from: DraftSource | null): Draft {
  const params = (from?.type === type.type ? from.params : null) as Record<string, unknown> | null;
  return {
    name: from?.name && !isAutomatic(type, from.name, params) ? from.name : '',
    priority: String(from?.priority ?? DEFAULT_PRIORITY),
    shared: from?.shared ?? false,
    values: valuesOfParams(propertiesOf(type), params ?? {}),
  };
}

export const requestOf = (type: TaskType, { name, priority, shared, values }: Draft): CreateTaskArgs => ({
  type: type.type,
  ...(name.trim() && { name: name.trim() }),
  priority: Number(priority),
  shared,
  params: paramsOfValues(propertiesOf(type), values),
});
