import type { CreateTaskArgs, TaskType } from '@client';
import { propertiesOf } from './schema/json-schema.ts';
import { paramsOfValues, type Values, valuesOfParams } from './schema/values.ts';

/** A task that is being written. */
export interface Draft {
  name: string;
  /** 1 to 10, as text. */
  priority: string;
  shared: boolean;
  values: Values;
}

/** What a draft may begin with: a task, or what a schedule makes. */
export interface DraftSource {
  type: string;
  params: unknown;
  name?: string;
  priority?: number;
  shared?: boolean;
}

const DEFAULT_PRIORITY = '5';

/** An empty one of this type, or one with all that another task was made of. */
export function draftOf(type: TaskType, from: DraftSource | null): Draft {
  const params = (from?.type === type.type ? from.params : null) as Record<string, unknown> | null;
  return {
    name: from?.name ?? '',
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
