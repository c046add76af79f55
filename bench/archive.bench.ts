import { type Bench, figure, inMb, inMs } from './support/bench.ts';
import { MatrixDownloads } from './support/matrix-downloads.ts';
import { median } from './support/statistics.ts';

const TIMES = 5;

export const archive: Bench = {
  name: 'archive',
  mark: 'the archive of 1,000 pictures: first byte under 200 ms, memory under +50 MB',
  settings: `1,000 WebP pictures of 512 × 512; ${TIMES} downloads, one after another, after a first one that does not count`,
  async run() {
    const matrix = await MatrixDownloads.start({ rows: 25, columns: 40, size: 512 });
    await matrix.download(matrix.urls.archive);
    const downloads = [];
    for (let at = 0; at < TIMES; at += 1) downloads.push(await matrix.download(matrix.urls.archive));
    await matrix.stop();
    const [one] = downloads;
    const detail = `${Math.round((one?.bytes ?? 0) / 1_000_000)} MB in ${inMs(median(downloads.map(({ total_ms }) => total_ms)))}`;
    const first = Math.max(...downloads.map(({ first_byte_ms }) => first_byte_ms));
    const memory = Math.max(...downloads.map(({ memory_mb }) => memory_mb));
    return [
      figure('archive of 1,000 pictures: first byte, worst', first, { at_most: 200 }, inMs, detail),
      figure('archive of 1,000 pictures: memory above that before', memory, { at_most: 50 }, inMb, detail),
    ];
  },
};
