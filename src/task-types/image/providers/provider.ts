import type { Said } from '../../../runtime/said.ts';
import type { Dimensions } from '../dimensions.ts';
import type { ImageFormat } from '../params.ts';
import type { StyleChoice } from '../styles/catalogue.ts';

/** One picture to make. */
export interface PictureRequest extends Dimensions {
  prompt: string;
  seed: number;
  style: StyleChoice;
  format: ImageFormat;
}

/** A picture made: its bytes in the format and size asked for, and what made them. */
export interface Picture {
  bytes: Uint8Array;
  generator: string;
  version: string;
  /** The style used; never `auto` from the local generator. */
  style: string;
}

export interface PictureHooks {
  signal: AbortSignal;
  /** Readable without returning to the event loop. */
  isCancelled(): boolean;
  progress(fraction: number, note?: string): void;
}

/** Something that makes pictures. Rejects with the signal's reason when aborted; `final` on an error means: do not retry. */
export type ImageProvider = (request: PictureRequest, hooks: PictureHooks) => Promise<Picture>;

/** A picture that could not be made. `final` when another try cannot help. The message never holds a key. */
export class ImageProviderError extends Error {
  override name = 'ImageProviderError';
  readonly final: boolean;
  /** For the server's log: what the service said, which is for the operator and not for everybody who sees the task. */
  readonly log_only: { said: string } | undefined;

  /** The message in Chinese. */
  readonly zh: string;

  constructor({ en, zh }: Said, options: { final: boolean; said?: string | undefined }) {
    super(en);
    this.zh = zh;
    this.final = options.final;
    this.log_only = options.said ? { said: options.said } : undefined;
  }
}
