import { type Bench, figure, inMb, inMs, inSeconds } from './support/bench.ts';
import { MatrixDownloads } from './support/matrix-downloads.ts';

const TIMES = 3;

export const grid: Bench = {
  name: 'grid',
  mark: 'the grid picture of 50 × 50 cells at 128 pixels: under 10 s, memory under +200 MB',
  settings: `2,500 WebP pictures of 512 × 512 with labels, as PNG ${TIMES} times and as JPEG once, one after another`,
  async run() {
    const matrix = await MatrixDownloads.start({ rows: 50, columns: 50, size: 512 });
    const draw = (format: string) =>
      matrix.download(`${matrix.urls.grid}&rows=row&columns=column&cell=128&format=${format}`);
    const downloads = [];
    for (let at = 0; at < TIMES; at += 1) downloads.push(await draw('png'));
    const jpeg = await draw('jpeg');
    await matrix.stop();
    const [one] = downloads;
    const first = downloads.map(({ first_byte_ms }) => inMs(first_byte_ms)).join(', ');
    const detail = `${Math.round((one?.bytes ?? 0) / 1_000_000)} MB; first byte ${first}`;
    const as_jpeg = `${Math.round(jpeg.bytes / 1_000_000)} MB in ${inSeconds(jpeg.total_ms / 1_000)}`;
    const longest = Math.max(...downloads.map(({ total_ms }) => total_ms)) / 1_000;
    const memory = Math.max(...downloads.map(({ memory_mb }) => memory_mb));
    return [
      figure('grid of 50 × 50 cells at 128 pixels, worst', longest, { at_most: 10 }, inSeconds, detail),
      figure('grid of 50 × 50 cells: memory above that before', memory, { at_most: 200 }, inMb, detail),
      figure('the same as JPEG: memory above that before', jpeg.memory_mb, { at_most: 200 }, inMb, as_jpeg),
    ];
  },
};
