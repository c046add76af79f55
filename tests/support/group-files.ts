/** Which test files share a process. */

/** Files that start no process and leave nothing changed in their own: their path, and how many processes share them. */
const TOGETHER: { files: RegExp; processes: number }[] = [
  { files: /^(console\/src|tests\/unit\/(?!processes|runtime\/load-monitor))/, processes: 2 },
  // One sets TMPDIR, one starts programs, one measures its processor time.
  { files: /^tests\/services\/(?!task-downloads|programs|sign-in-work)/, processes: 3 },
  // One holds up its event loop, one starts a browser.
  { files: /^tests\/api\/(?!overload|embedded\/docs-page)/, processes: 3 },
];

export interface FileGroup {
  label: string;
  files: string[];
}

/** Groups of at least two files; a file in none of them runs alone. `labels` are paths from the root. */
export function groupFiles(labels: readonly string[]): FileGroup[] {
  return TOGETHER.flatMap(({ files, processes }) => {
    const own = labels.filter((label) => files.test(label));
    const parts = Array.from({ length: processes }, (_, part) =>
      own.filter((_, at) => at % processes === part),
    );
    const name = own[0]?.split('/').slice(0, 2).join('/');
    return parts
      .map((part, at) => ({ label: `${name} (${at + 1} of ${processes})`, files: part }))
      .filter((group) => group.files.length > 1);
  });
}
