/** MiB of JavaScript objects that a thread may hold. */
export const HEAP_MB = 512;
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
      `The code of this item needed more than ${HEAP_MB} MiB of JavaScript memory`,
      `此任务项的代码使用的 JavaScript 内存超过 ${HEAP_MB} MiB`,
    );
  }

  static ofBuffers(): OutOfMemory {
    return new OutOfMemory(
      'The code of this item held more than 1.5 GiB in buffers',
      '此任务项的代码占用的缓冲区超过 1.5 GiB',
    );
  }
}
