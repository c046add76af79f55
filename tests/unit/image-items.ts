import assert from 'node:assert/strict';
import type { FaultDetail } from '../../src/errors.ts';
import { imageFaults } from '../../src/task-types/image/image-faults.ts';
import { planImages } from '../../src/task-types/image/matrix.ts';
import type { ImageParams, ImageRequest } from '../../src/task-types/image/params.ts';

/** The faults of the params in English; undefined if there are none. Asserts that each also has a Chinese message. */
export function faults(params: ImageRequest, max_items = 10_000): FaultDetail[] | undefined {
  const details = imageFaults(params, () => true, { max_items });
  if (details.length === 0) return undefined;
  return details.map(({ path, message, zh }) => {
    assert.match(zh ?? '', /\p{Script=Han}/u, `${path}: ${message} is not told in Chinese`);
    return { path, message };
  });
}

/** Every item that the plan makes of the params. */
export const all = (params: ImageParams) => {
  const plan = planImages(params);
  return Array.from({ length: plan.count }, (_, i) => plan.item(i));
};
