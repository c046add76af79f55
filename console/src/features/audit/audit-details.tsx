import type { AuditEntry } from '@client';
import type { ReactNode } from 'react';
import { PERMISSIONS, ROLES } from '../../api/permissions.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage, useWords, type Words } from '../../words/words-context.tsx';
import { type KeyWords, useKeyWords } from '../keys/use-key-words.ts';
import { useRoleName } from '../users/use-role-name.ts';
import styles from './audit.module.css';
import { NamedLink } from './named-link.tsx';
import { type AuditWords, useAuditWords } from './use-audit-words.ts';
import type { Names } from './use-names.ts';

/** Details that the row already shows. */
const SHOWN = ['name', 'email', 'host'];
/** Details that are ids, with the kind of object that they name. */
const IDS: Readonly<Record<string, string>> = { owner_id: 'user', user_id: 'user', task_id: 'task' };

interface Props {
  entry: AuditEntry;
  names: Names;
}

/** The other details of an entry, in words. */
export function AuditDetails({ entry: { actor, action, details }, names }: Props) {
  const w = useAuditWords();
  const said = useSaid();
  const titles: Readonly<Record<string, string | undefined>> = w.detail;
  const language = useLanguage();
  // A reason that is recorded in both languages is shown in one.
  const { error_zh, ...others } = details;
  const told = language === 'zh' && error_zh ? { ...others, error: error_zh } : others;
  const shown = Object.entries(told).filter(
    ([key, value]) =>
      !SHOWN.includes(key) &&
      value !== null &&
      // The owner is shown only if it is not the actor.
      !(key === 'owner_id' && value === actor?.id),
  );
  if (shown.length === 0) return null;
  return (
    <details className={styles.details}>
      {/* Each row has such an element, so its name includes the action. */}
      <summary aria-label={w.details_of(w.actions[action])}>{w.details}</summary>
      <dl className={styles.values}>
        {shown.map(([key, value]) => (
          <div key={key}>
            <dt>{titles[key] ?? key}</dt>
            <dd>
              {IDS[key] && typeof value === 'string' ? (
                <NamedLink type={IDS[key]} id={value} names={names} />
              ) : (
                said(key, value)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const known = (words: object, value: string): string =>
  Object.hasOwn(words, value) ? String((words as Record<string, unknown>)[value]) : value;

/** The words for a text with this key. */
function wordOf([w, own, { tasks }]: [AuditWords, KeyWords, Words], key: string, value: string): string {
  if (key === 'fields') return known(w.field, value);
  if (key === 'by') return known(w.ways, value);
  if (key === 'action')
    return known({ cancel: tasks.cancel, retry: tasks.retry, delete: tasks.delete }, value);
  const permission = key === 'permissions' && PERMISSIONS.find((one) => one === value);
  return permission ? own.permission_text[permission] : value;
}

function useSaid(): (key: string, value: unknown) => ReactNode {
  const words = useWords();
  const audit = useAuditWords();
  const keys = useKeyWords();
  const language = useLanguage();
  const formats = useFormats();
  const roleOf = useRoleName();
  const say = (key: string, value: unknown): string => {
    if (typeof value === 'boolean') return value ? words.components.yes : words.components.no;
    // A process number is an identifier and has no thousands separators.
    if (typeof value === 'number') return key === 'pid' ? String(value) : formats.number(value);
    if (Array.isArray(value))
      return value.map((one) => say(key, one)).join(language === 'zh' ? '、' : ', ') || words.components.none;
    if (typeof value !== 'string') return JSON.stringify(value);
    if (key.endsWith('_at')) return formats.fullTime(value);
    const role = key.startsWith('roles') && ROLES.find((one) => one === value);
    return role ? roleOf(role) : wordOf([audit, keys, words], key, value);
  };
  return say;
}
