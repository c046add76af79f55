import type { StyleName } from './style-names.ts';

/** What a style is called when another generator is asked for it. */
export const styleWords: Record<StyleName, string> = {
  aurora: 'northern lights over a mountain lake at night',
  bauhaus: 'Bauhaus poster, geometric shapes on a grid, flat print colours',
  blossom: 'flowering branches before a large pale moon, soft and decorative',
  city: 'city skyline with lit windows, reflected in water',
  contours: 'layered paper cut along contour lines, soft shadows',
  dunes: 'sand dunes with crisp ridges and low light',
  flow: 'abstract ribbons following a flow field',
  forest: 'layers of conifers in mist',
  ink: 'Chinese ink wash painting on old paper',
  marble: 'poured marble with veins of gold',
  mosaic: 'stained glass window with leaded panes',
  nebula: 'deep-space nebula with stars',
  waves: 'Japanese woodblock print of rolling waves',
};
