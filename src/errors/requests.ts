import type { CatalogueEntry } from './catalogue-entry.ts';

/** Errors of a request itself: it cannot be read, is too large, names an unknown path or has values that do not fit. */
export const requestErrors = {
  invalid_request: {
    status: 400,
    en: 'The request cannot be read.',
    zh: '无法读取该请求。',
    todo: {
      en: 'Check the method, the headers and the encoding of the request.',
      zh: '请检查请求的方法、请求头和编码。',
    },
  },
  malformed_json: {
    status: 400,
    en: 'The body is not valid JSON.',
    zh: '请求体不是有效的 JSON。',
    todo: {
      en: 'Send a UTF-8 JSON object with content type application/json.',
      zh: '请以 application/json 发送 UTF-8 编码的 JSON 对象。',
    },
  },
  validation_failed: {
    status: 422,
    en: 'Some values are missing or invalid.',
    zh: '部分值缺失或无效。',
    todo: { en: 'Correct the values listed in `details`.', zh: '请更正 `details` 中列出的值。' },
  },
  not_found: {
    status: 404,
    en: 'It does not exist, or you do not have access to it.',
    zh: '内容不存在，或您无权查看。',
    todo: { en: 'Check the path and the id.', zh: '请检查路径和 ID。' },
  },
  unknown_path: {
    status: 404,
    en: 'The server has no such path. /docs lists all calls.',
    zh: '服务器没有该路径。所有接口见 /docs。',
    todo: {
      en: 'Check the spelling of the path; calls begin with `/api/v1`. `/docs` shows all of them, and `/` leads to the console.',
      zh: '请检查路径的拼写；接口以 `/api/v1` 开头。`/docs` 列出了所有接口，`/` 可打开控制台。',
    },
  },
  method_not_allowed: {
    status: 405,
    en: 'This path does not support this method.',
    zh: '该路径不支持此方法。',
    todo: { en: 'Use a method listed in the Allow header.', zh: '请使用 Allow 响应头中列出的方法。' },
  },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time.',
    zh: '请求未能在规定时间内到达。',
    todo: {
      en: 'Send the headers within one minute and the whole request within two.',
      zh: '请在两分钟内发送完整请求，并在一分钟内发送完请求头。',
    },
  },
  body_too_large: {
    status: 413,
    en: 'The body is too large or too deeply nested, or its field names are too long.',
    zh: '请求体过大、字段名过长或嵌套过深。',
    todo: {
      en: 'Send at most 1 MiB (16 KiB to calls under /auth) with at most 20,000 values and 5,000 field names of at most 1,000 bytes each, nested at most 64 levels deep.',
      zh: '请求体最多 1 MiB（/auth 下的接口最多 16 KiB），最多包含 20,000 个值和 5,000 个字段名（每个最长 1,000 字节），嵌套最多 64 层。',
    },
  },
  uri_too_long: {
    status: 414,
    en: 'The path is too long.',
    zh: '路径过长。',
    todo: { en: 'Shorten the path.', zh: '请缩短路径。' },
  },
  headers_too_large: {
    status: 431,
    en: 'The URL or the headers of the request are too large.',
    zh: '请求的 URL 或请求头过大。',
    todo: {
      en: 'Keep the URL and the headers under 16 KiB in total. An access token is smaller than 1 KiB.',
      zh: 'URL 与请求头合计须小于 16 KiB。访问令牌小于 1 KiB。',
    },
  },
  unsupported_media_type: {
    status: 415,
    en: 'This content type is not accepted. Send JSON with the header Content-Type: application/json.',
    zh: '不支持该内容类型。请发送 JSON，并附带请求头 Content-Type: application/json。',
    todo: {
      en: 'Send application/json (or a form, if the call accepts one) without Content-Encoding.',
      zh: '请发送 application/json（或在接口支持时发送表单），且不要使用 Content-Encoding。',
    },
  },
  range_not_satisfiable: {
    status: 416,
    en: 'The range is outside the file.',
    zh: '请求的范围超出文件大小。',
    todo: {
      en: 'Request a range inside the file, or leave out the Range header.',
      zh: '请请求文件范围内的数据，或省略 Range 请求头。',
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
