/**
 * The styles of the local generator: a style is a file beside this one and an entry here. The painters are loaded when they paint:
 * validating params loads none of them.
 */
import type { Painter } from '../drawing/scene.ts';
import type { Concept } from '../words.ts';

interface Style {
  /** What the style is called when another generator is asked for it. */
  words: string;
  /** What a prompt speaks of when `auto` chooses the style; what it is made for comes first. */
  suits: readonly Concept[];
  painter(): Promise<Painter>;
}

const define = <T extends Record<string, Style>>(styles: T): Record<keyof T, Style> => styles;

export const styles = define({
  aurora: {
    words: 'northern lights over a mountain lake at night',
    suits: ['aurora', 'night', 'winter', 'star'],
    painter: async () => (await import('./aurora.ts')).aurora,
  },
  bauhaus: {
    words: 'Bauhaus poster, geometric shapes on a grid, flat print colours',
    suits: ['geometry', 'joy'],
    painter: async () => (await import('./bauhaus.ts')).bauhaus,
  },
  blossom: {
    words: 'flowering branches before a large pale moon, soft and decorative',
    suits: ['flower', 'spring', 'love', 'bird'],
    painter: async () => (await import('./blossom.ts')).blossom,
  },
  city: {
    words: 'city skyline with lit windows, reflected in water',
    suits: ['city', 'neon', 'night', 'rain'],
    painter: async () => (await import('./city.ts')).city,
  },
  contours: {
    words: 'layered paper cut along contour lines, soft shadows',
    suits: ['map', 'geometry', 'calm'],
    painter: async () => (await import('./contours.ts')).contours,
  },
  dunes: {
    words: 'sand dunes with crisp ridges and low light',
    suits: ['desert', 'sun', 'calm', 'dusk'],
    painter: async () => (await import('./dunes.ts')).dunes,
  },
  flow: {
    words: 'abstract ribbons following a flow field',
    suits: ['wind', 'mystery', 'joy', 'fire'],
    painter: async () => (await import('./flow.ts')).flow,
  },
  forest: {
    words: 'layers of conifers in mist',
    suits: ['forest', 'mist', 'autumn', 'dawn', 'winter'],
    painter: async () => (await import('./forest.ts')).forest,
  },
  ink: {
    words: 'Chinese ink wash painting on old paper',
    suits: ['oriental', 'mountain', 'mist', 'lake', 'bird'],
    painter: async () => (await import('./ink.ts')).ink,
  },
  marble: {
    words: 'poured marble with veins of gold',
    suits: ['stone', 'fire', 'gold', 'mystery'],
    painter: async () => (await import('./marble.ts')).marble,
  },
  mosaic: {
    words: 'stained glass window with leaded panes',
    suits: ['glass', 'sun', 'joy', 'day'],
    painter: async () => (await import('./mosaic.ts')).mosaic,
  },
  nebula: {
    words: 'deep-space nebula with stars',
    suits: ['space', 'star', 'mystery'],
    painter: async () => (await import('./nebula.ts')).nebula,
  },
  waves: {
    words: 'Japanese woodblock print of rolling waves',
    suits: ['ocean', 'summer', 'wind', 'moon'],
    painter: async () => (await import('./waves.ts')).waves,
  },
});

export type StyleName = keyof typeof styles;

export const styleNames = Object.keys(styles) as StyleName[];

/** What a request may name: a style, or `auto`, which chooses one by the words of the prompt, else by its hash. */
export const styleChoices = ['auto', ...styleNames] as const;

export type StyleChoice = (typeof styleChoices)[number];
