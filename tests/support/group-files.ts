/** Which test files share a process. */

/** Test files that do not change their process and start none, except for what they share: a path, and the number of processes for them. */
const TOGETHER: { name?: string; files: RegExp; processes: number }[] = [
  {
    files:
      /^(console\/src|tests\/unit\/(?!processes\/(signals|lines-of-a-turn|process-log)|runtime\/load-monitor))/,
    processes: 2,
  },
  // These share a standalone MongoDB server.
  {
    name: 'on MongoDB',
    files:
      /^tests\/(contract\/(engines|mongodb|mongodb-(damaged-documents|damaged-files|kept-items|plans|saves)|schema-versions)|services\/(due-schedules|sent-starts|task-quotas))\.test/,
    processes: 1,
  },
  // Left out: files that set TMPDIR, start programs, or measure their processor time.
  {
    files: /^tests\/services\/(?!task-downloads|programs|sign-in-work|due-schedules|sent-starts|task-quotas)/,
    processes: 3,
  },
  // Left out: files that block the event loop or start a browser.
  { files: /^tests\/api\/(?!overload|embedded\/docs-page)/, processes: 3 },
  // Left out: files that start compilers, linters or other programs.
  { files: /^tests\/rules\/(?!omissions|sizes|generated-client)/, processes: 1 },
  // The other files start MongoDB with settings of their own, kill it, or start processes.
  {
    files:
      /^tests\/contract\/(cache|queue|queue-redis|events|idle-places|pool-turns|permits-foreign-keys|queue-foreign-keys|start-permits|system-turns|sqlite|sqlite-plans)\.test/,
    processes: 1,
  },
  // These share a cluster (shared-cluster.ts).
  {
    files:
      /^tests\/processes\/(batches-and-retries|killed-workers|lost-stores|scale-out|schedules|silent-mongodb|webhooks)\.test/,
    processes: 1,
  },
  // These share a browser. Left out: a file that takes as long as all others, one that starts many processes, and files without a browser.
  { files: /^tests\/console\/(?!look|scaled-out|building|serving|weight)/, processes: 4 },
];

export interface FileGroup {
  label: string;
  files: string[];
}

/** Groups of at least two files. A file in no group runs alone. `labels` are paths relative to the root. */
export function groupFiles(labels: readonly string[]): FileGroup[] {
  return TOGETHER.flatMap(({ name: given, files, processes }) => {
    const own = labels.filter((label) => files.test(label));
    const parts = Array.from({ length: processes }, (_, part) =>
      own.filter((_, at) => at % processes === part),
    );
    const name = given ?? own[0]?.split('/').slice(0, 2).join('/');
    return parts
      .map((part, at) => ({ label: `${name} (${at + 1} of ${processes})`, files: part }))
      .filter((group) => group.files.length > 1);
  });
}
