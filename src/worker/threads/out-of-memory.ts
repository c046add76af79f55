/** JavaScript objects that a thread may hold, with those not collected yet: V8 collects before that while half of it is in use. */
export const MOST_HEAP_BYTES = 2 ** 30;
/**
 * V8's own limit. One allocation beyond it (a Map or an array that grows) ends the whole process, so it is far above what is watched. From
 * 2 GiB on, V8 leaves more garbage.
 */
export const V8_LIMIT_MB = 2_047;
/** Bytes outside the heap, in buffers. The limit of the heap does not count them. */
export const MOST_BUFFER_BYTES = 1.5 * 2 ** 30;

const ADVICE = 'so its thread was ended. Process large data in pieces, or keep it in files.';
const ADVICE_ZH = '其线程已被结束。请分块处理较大的数据，或将其保存为文件。';

/** Fails an item whose code needs more memory than its thread may have. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
  readonly zh: string;

  private constructor(message: string, zh: string) {
    super(`${message}, ${ADVICE}`);
    // Where the server noticed it says nothing about the code.
    this.stack = `${this.name}: ${this.message}`;
    this.zh = `${zh}，${ADVICE_ZH}`;
  }

  static ofHeap(): OutOfMemory {
    return new OutOfMemory(
      'The code of this item needed more than 1 GiB of JavaScript memory',
      '此任务项的代码使用的 JavaScript 内存超过 1 GiB',
    );
  }

  static ofBuffers(): OutOfMemory {
    return new OutOfMemory(
      'The code of this item held more than 1.5 GiB in buffers',
      '此任务项的代码占用的缓冲区超过 1.5 GiB',
    );
  }
}
