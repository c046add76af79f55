/** What a schema finds wrong with one value, in plain words; what stands in no line here is told in TypeBox's words. */
import { Locale } from 'typebox/system';

type SchemaError = Parameters<typeof Locale.en_US>[0];

const TYPES: Record<string, { en: string; zh: string }> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  integer: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  object: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
  null: { en: 'null', zh: 'null' },
};

const FORMATS: Record<string, { en: string; zh: string }> = {
  'date-time': { en: 'a time such as 2027-01-31T08:00:00Z', zh: '时间，例如 2027-01-31T08:00:00Z' },
  uri: { en: 'an address such as https://example.com/path', zh: '网址，例如 https://example.com/path' },
  email: { en: 'an e-mail address', zh: '邮箱地址' },
  uuid: { en: 'an id (a UUID)', zh: 'ID（UUID）' },
};

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export function schemaWords(error: SchemaError): { en: string; zh: string } {
  switch (error.keyword) {
    case 'type': {
      const types = [error.params.type].flat().map((type) => TYPES[type] ?? { en: type, zh: type });
      return {
        en: `must be ${types.map(({ en }) => en).join(' or ')}`,
        zh: `必须是${types.map(({ zh }) => zh).join('或')}`,
      };
    }
    case 'minimum':
      return { en: `must be at least ${error.params.limit}`, zh: `不能小于 ${error.params.limit}` };
    case 'maximum':
      return { en: `must be at most ${error.params.limit}`, zh: `不能大于 ${error.params.limit}` };
    case 'exclusiveMinimum':
      return { en: `must be greater than ${error.params.limit}`, zh: `必须大于 ${error.params.limit}` };
    case 'exclusiveMaximum':
      return { en: `must be less than ${error.params.limit}`, zh: `必须小于 ${error.params.limit}` };
    case 'minLength':
      return {
        en: `must have at least ${counted(error.params.limit, 'character')}`,
        zh: `至少需要 ${error.params.limit} 个字符`,
      };
    case 'maxLength':
      return {
        en: `must have at most ${counted(error.params.limit, 'character')}`,
        zh: `最多 ${error.params.limit} 个字符`,
      };
    case 'minItems':
      return {
        en: `must have at least ${counted(error.params.limit, 'entry', 'entries')}`,
        zh: `至少需要 ${error.params.limit} 项`,
      };
    case 'maxItems':
      return {
        en: `must have at most ${counted(error.params.limit, 'entry', 'entries')}`,
        zh: `最多 ${error.params.limit} 项`,
      };
    case 'uniqueItems':
      return { en: 'must not have the same entry twice', zh: '不能有重复项' };
    case 'multipleOf':
      return {
        en: `must be a multiple of ${error.params.multipleOf}`,
        zh: `必须是 ${error.params.multipleOf} 的倍数`,
      };
    case 'format': {
      const known = FORMATS[error.params.format];
      if (known) return { en: `must be ${known.en}`, zh: `必须是${known.zh}` };
    }
  }
  return { en: Locale.en_US(error), zh: Locale.zh_Hans(error).replace(/\.$/, '。') };
}
