/** One file of the built console, in memory in the form that is sent, so that requests open no files. */
export interface ConsoleFile {
  content_type: string;
  /** Without quotes. */
  etag: string;
  br: Buffer | null;
  gz: Buffer | null;
  /** The uncompressed file, for clients that do not accept compression. */
  raw(): Buffer;
}

/** `/index.html`, `/assets/main-1a2b3c.js` and so on. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** The built console, or why there is none: it is being built, or could not be. */
export type ConsoleState = { files: ConsoleFiles } | 'building' | 'not_built';

export interface ConsoleSource {
  /** Resolves as soon as it is known whether the existing build matches the sources: milliseconds after the start. */
  state(): Promise<ConsoleState>;
}
