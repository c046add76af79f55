import type { image_styles as en, image_generators as en_generators } from '../en/image-styles.ts';
import type { Like } from '../shape.ts';

export const image_styles = {
  auto: '自动（按提示词）',
  aurora: '极光',
  bauhaus: '包豪斯',
  blossom: '花枝',
  city: '城市',
  contours: '等高线',
  dunes: '沙丘',
  flow: '流线',
  forest: '森林',
  ink: '水墨',
  marble: '大理石',
  mosaic: '马赛克',
  nebula: '星云',
  waves: '海浪',
} satisfies Like<typeof en>;

export const image_generators = {
  local: '内置',
} satisfies Like<typeof en_generators>;
