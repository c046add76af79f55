import { type Bench, figure, inMb, inMs, inSeconds } from './support/bench.ts';
import { MatrixDownloads } from './support/matrix-downloads.ts';

const TIMES = 3;

export const grid: Bench = {
  name: 'grid',
  mark: 'the grid picture of 50 × 50 cells at 128 pixels: under 10 s, memory under +200 MB',
  settings: `2,500 WebP pictures of 512 × 512 as one PNG with labels; ${TIMES} times, one after another`,
  async run() {
    const matrix = await MatrixDownloads.start({ rows: 50, columns: 50, size: 512 });
    const downloads = [];
    for (let at = 0; at < TIMES; at += 1)
      downloads.push(await matrix.download(`${matrix.urls.grid}&rows=row&columns=column&cell=128`));
    await matrix.stop();
    const [one] = downloads;
    const first = downloads.map(({ first_byte_ms }) => inMs(first_byte_ms)).join(', ');
    const detail = `${Math.round((one?.bytes ?? 0) / 1_000_000)} MB; first byte ${first}`;
    const longest = Math.max(...downloads.map(({ total_ms }) => total_ms)) / 1_000;
    const memory = Math.max(...downloads.map(({ memory_mb }) => memory_mb));
    return [
      figure('grid of 50 × 50 cells at 128 pixels, worst', longest, { at_most: 10 }, inSeconds, detail),
      figure('grid of 50 × 50 cells: memory above that before', memory, { at_most: 200 }, inMb, detail),
    ];
  },
};
