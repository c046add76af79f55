/**
 * The styles of the local generator: a style is a file beside this one and an entry here. The painters are loaded when they paint:
 * validating params loads none of them.
 */
import type { Painter } from '../drawing/scene.ts';
import type { Concept } from '../words.ts';

interface Style {
  /** What the style is called when another generator is asked for it. */
  words: string;
  /** What a prompt calls the style, besides its name. */
  called: string;
  /** What a prompt speaks of when `auto` chooses the style; what it is made for comes first. */
  suits: readonly Concept[];
  painter(): Promise<Painter>;
}

const define = <T extends Record<string, Style>>(styles: T): Record<keyof T, Style> => styles;

export const styles = define({
  aurora: {
    words: 'northern lights over a mountain lake at night',
    called: '极光',
    suits: ['aurora', 'night', 'winter', 'star'],
    painter: async () => (await import('./aurora.ts')).aurora,
  },
  bauhaus: {
    words: 'Bauhaus poster, geometric shapes on a grid, flat print colours',
    called: '包豪斯',
    suits: ['geometry', 'joy'],
    painter: async () => (await import('./bauhaus.ts')).bauhaus,
  },
  blossom: {
    words: 'flowering branches before a large pale moon, soft and decorative',
    called: '花枝',
    suits: ['flower', 'spring', 'love', 'bird'],
    painter: async () => (await import('./blossom.ts')).blossom,
  },
  city: {
    words: 'city skyline with lit windows, reflected in water',
    called: '城市',
    suits: ['city', 'neon', 'night', 'rain'],
    painter: async () => (await import('./city.ts')).city,
  },
  contours: {
    words: 'layered paper cut along contour lines, soft shadows',
    called: 'papercut 剪纸 等高线',
    suits: ['map', 'geometry', 'calm'],
    painter: async () => (await import('./contours.ts')).contours,
  },
  dunes: {
    words: 'sand dunes with crisp ridges and low light',
    called: '沙丘',
    suits: ['desert', 'sun', 'calm', 'dusk'],
    painter: async () => (await import('./dunes.ts')).dunes,
  },
  flow: {
    words: 'abstract ribbons following a flow field',
    called: '流线',
    suits: ['wind', 'mystery', 'joy', 'fire'],
    painter: async () => (await import('./flow.ts')).flow,
  },
  forest: {
    words: 'layers of conifers in mist',
    called: '森林',
    suits: ['forest', 'mist', 'autumn', 'dawn', 'winter'],
    painter: async () => (await import('./forest.ts')).forest,
  },
  ink: {
    words: 'Chinese ink wash painting on old paper',
    called: '水墨 国画 国风',
    suits: ['oriental', 'mountain', 'mist', 'lake', 'bird'],
    painter: async () => (await import('./ink.ts')).ink,
  },
  marble: {
    words: 'poured marble with veins of gold',
    called: '大理石',
    suits: ['stone', 'fire', 'gold', 'mystery'],
    painter: async () => (await import('./marble.ts')).marble,
  },
  mosaic: {
    words: 'stained glass window with leaded panes',
    called: '马赛克 彩窗 彩绘玻璃',
    suits: ['glass', 'sun', 'joy', 'day'],
    painter: async () => (await import('./mosaic.ts')).mosaic,
  },
  nebula: {
    words: 'deep-space nebula with stars',
    called: '星云',
    suits: ['space', 'star', 'mystery'],
    painter: async () => (await import('./nebula.ts')).nebula,
  },
  waves: {
    words: 'Japanese woodblock print of rolling waves',
    called: 'ukiyo woodblock 浮世绘 海浪',
    suits: ['ocean', 'summer', 'wind', 'moon'],
    painter: async () => (await import('./waves.ts')).waves,
  },
});

export type StyleName = keyof typeof styles;

export const styleNames = Object.keys(styles) as StyleName[];

/** What a request may name: a style, or `auto`, which chooses one by the words of the prompt, else by its hash. */
export const styleChoices = ['auto', ...styleNames] as const;

export type StyleChoice = (typeof styleChoices)[number];
