/** One file of the built console, in memory as it travels: a request opens no file. */
export interface ConsoleFile {
  content_type: string;
  /** Without quotes. */
  etag: string;
  br: Buffer | null;
  gz: Buffer | null;
  /** The file itself, for those who take no compressed one. */
  raw(): Buffer;
}

/** `/index.html`, `/assets/main-1a2b3c.js` and so on. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** The built console, or why there is none: it is being built, or could not be. */
export type ConsoleState = { files: ConsoleFiles } | 'building' | 'not_built';

export interface ConsoleSource {
  /** Resolves as soon as it is known whether the build that stands is the right one: milliseconds after the start. */
  state(): Promise<ConsoleState>;
}
