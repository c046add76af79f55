/** The kinds of settings: how each kind of value is read, and its rule in words. A refused value is never shown. */
import { isIP } from 'node:net';
import { isNameText } from '../runtime/text.ts';
import { beginning, isReachable, type ServerUrlRules, serverUrlFault, webAddress } from './server-url.ts';

const LONGEST_LINE = 200;

export interface SettingSpec<T> {
  read(text: string): T | undefined;
  /** The form of a valid value, for messages and docs. */
  rule: string;
  /** The rule that this value violates, if there is more to say. Never shows the value. */
  ruleFor?(text: string): string;
  /** Surrounding white space may be intended, so it is refused instead of being removed. */
  exact?: boolean;
  fallback: T;
  about: string;
  group: 'Server' | 'Data' | 'Accounts' | 'Tasks' | 'Images' | 'Cache' | 'Limits';
}

const MODES: Record<string, 'production' | 'development' | 'test'> = {
  production: 'production',
  prod: 'production',
  development: 'development',
  dev: 'development',
  test: 'test',
};

/** Pages do not come from such URLs. */
const WITHOUT_PAGES = /^(wss?|ftp):$/;

/** The origin as browsers send it; null for values that no browser sends. */
function originOf(text: string): string | null {
  if (text === '' || text === '*') return text;
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const { protocol, host, origin, username, password, pathname, search, hash } = url;
  if (
    !isReachable(url) ||
    WITHOUT_PAGES.test(protocol) ||
    username ||
    password ||
    search ||
    hash ||
    !/^\/?$/.test(pathname)
  )
    return null;
  // URLs with other schemes (of an app) have no origin; browsers send scheme and host.
  return origin === 'null' ? `${protocol}//${host}` : origin;
}

export const text = { read: (value: string) => value, rule: 'text' };
export const line = {
  read: (value: string) => (value.length <= LONGEST_LINE && isNameText(value) ? value : undefined),
  rule: `one line of visible text, at most ${LONGEST_LINE} characters long`,
};
/** A value that is sent in a request header. */
export const token = {
  read: (value: string) => (/^[\x21-\x7e]+$/.test(value) ? value : undefined),
  rule: 'letters, digits and punctuation of ASCII, without spaces',
};
/** MongoDB stores its own data in these databases; `local` is not replicated. */
const OF_MONGODB = ['admin', 'config', 'local'];
export const databaseName = {
  read: (value: string) =>
    /^[A-Za-z0-9_-]{1,38}$/.test(value) && !OF_MONGODB.includes(value.toLowerCase()) ? value : undefined,
  rule: '1 to 38 letters, digits, - or _, other than admin, config and local',
};
export const choice = <const T extends string>(...allowed: T[]) => ({
  read: (value: string) => allowed.find((one) => one === value),
  rule: `one of ${allowed.join(', ')}`,
});
export const mode = {
  read: (value: string) => MODES[value.toLowerCase()],
  rule: 'production (or prod), development (or dev) or test',
};
export const origins = {
  read(value: string) {
    const list = value.split(',').map((one) => originOf(one.trim()));
    const given = [...new Set(list)].filter((one) => one !== '');
    // Whoever writes * beside an origin expects that other origins are refused.
    const is_clear = !given.includes('*') || given.length === 1;
    return is_clear && given.every((one) => one !== null) ? given.join(',') : undefined;
  },
  rule: 'origins such as https://app.example.com, separated by commas, without a path; or *',
  ruleFor(value: string): string {
    return value.includes('*')
      ? 'origins without wildcards, separated by commas; * is allowed only by itself'
      : this.rule;
  },
};
export const pools = {
  read(value: string) {
    const list = [...new Set(value.split(',').map((one) => one.trim()))];
    return list.every((one) => /^[a-z][a-z0-9_-]{0,63}$/.test(one)) ? list.join(',') : undefined;
  },
  rule: 'names of a–z, 0–9, - and _, each with a letter first, separated by commas',
};
export const folder = {
  // A shell replaces ~ and $HOME with the home folder; here, a folder of that name would be created.
  read: (value: string) => (/^~|^\w+:\/\/|\$[A-Za-z_{(]/.test(value) ? undefined : value),
  rule: 'a folder, written without ~ and variables such as $HOME, and not as a URL',
};
export const host = {
  read(value: string) {
    const bare = value.replace(/^\[(.*)\]$/, '$1');
    return isIP(bare) || /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(bare)
      ? bare.toLowerCase()
      : undefined;
  },
  rule: 'a host name or an IP address, without a port',
};
export const flag = {
  read: (value: string) =>
    ({ true: true, '1': true, yes: true, false: false, '0': false, no: false })[value.toLowerCase()],
  rule: 'true or false',
};
export const whole = (min: number, max: number) => ({
  read: (value: string) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  },
  rule: `a whole number from ${min} to ${max}`,
});
/** `afterFault`: the rule that what follows the hosts violates. */
export const serverUrl = (rules: ServerUrlRules) => ({
  // Schemes have no case, but drivers read them in lower case.
  read: (value: string) =>
    serverUrlFault(value, rules) === null
      ? value.replace(/^[^:]+/, (scheme) => scheme.toLowerCase())
      : undefined,
  rule: beginning(rules.schemes),
  ruleFor: (value: string): string => serverUrlFault(value, rules) ?? beginning(rules.schemes),
});
/** Addresses to listen on. No link can lead there. */
const EVERY_INTERFACE = new Set(['0.0.0.0', '[::]']);
export const publicUrl = {
  read(value: string) {
    const url = webAddress(value);
    return url?.pathname === '/' && !EVERY_INTERFACE.has(url.hostname) ? value : undefined;
  },
  rule: 'a URL such as https://tasks.example.com, without user, path and query',
  ruleFor(value: string): string {
    return EVERY_INTERFACE.has(webAddress(value)?.hostname ?? '')
      ? 'a URL with a name or address that people can call: a server only listens at this one'
      : this.rule;
  },
};
export const serviceAddress = {
  read: (value: string) => (webAddress(value) ? value.replace(/\/+$/, '') : undefined),
  rule: 'a URL that begins with http:// or https://, without a name and password, and without a query',
};
export const email = {
  read: (value: string) =>
    /^[^\s@\p{C}]+@[^\s@.\p{C}]+(\.[^\s@.\p{C}]+)+$/u.test(value) ? value.toLowerCase() : undefined,
  rule: 'an e-mail address',
};
export const secret = {
  read: (value: string) => (value.length >= 16 ? value : undefined),
  rule: 'at least 16 characters',
};
export const password = {
  read: (value: string) => (value.length >= 8 && value.length <= 128 ? value : undefined),
  rule: '8 to 128 characters, without white space at the beginning or end',
  exact: true,
};

/** A setting of this group: its kind, its default (undefined: none) and its meaning. */
export const inGroup =
  (group: SettingSpec<unknown>['group']) =>
  <T, F extends T | undefined>(
    kind: Pick<SettingSpec<T>, 'read' | 'rule' | 'ruleFor' | 'exact'>,
    fallback: F,
    about: string,
  ) =>
    ({ ...kind, fallback, about, group }) as SettingSpec<T | F>;
