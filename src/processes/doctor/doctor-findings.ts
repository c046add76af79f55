/** The result of one check. */
export interface Finding {
  level: 'ok' | 'warning' | 'problem';
  text: string;
  /** What to do about it; absent if everything is fine. */
  todo?: string;
}

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const warning = (text: string, todo: string): Finding => ({ level: 'warning', text, todo });
export const problem = (text: string, todo: string): Finding => ({ level: 'problem', text, todo });

/** One line for a person, without anything that looks like a user and password in a URL. */
export function lineOf({ level, text, todo }: Finding): string {
  const line = `${level.padEnd(8)} ${text}${todo ? ` → ${todo}` : ''}`;
  return line.replaceAll(/(\w:\/\/)\S*@/g, '$1').replaceAll(/\s*\n\s*/g, ' ');
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether this program can use the database, and what its next start will do. */
export function schemaFinding(version: number, known: number): Finding {
  if (version > known) {
    return problem(
      `the database has schema version ${version}, but this version of Backend2 supports only ${known}`,
      'start the newer version, or restore a backup made before the upgrade',
    );
  }
  if (version === known) return ok(`the database opens (schema version ${version})`);
  return warning(
    `the database has schema version ${version}; this version of Backend2 uses ${known}`,
    'make a backup; the next start upgrades the database',
  );
}
