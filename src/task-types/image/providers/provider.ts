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

/** A finished picture: its bytes in the requested format and size, and how it was made. */
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

/** Makes pictures. Rejects with the reason of the signal when aborted; an error with `final` must not be retried. */
export type ImageProvider = (request: PictureRequest, hooks: PictureHooks) => Promise<Picture>;

/** The picture could not be made. `final` if a retry cannot help. The message never contains a key. */
export class ImageProviderError extends Error {
  override name = 'ImageProviderError';
  readonly final: boolean;
  /** The message of the service, for the log of the server: it is meant for operators, not for everybody who sees the task. */
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
