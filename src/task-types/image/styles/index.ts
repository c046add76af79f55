import type { Painter } from '../drawing/scene.ts';
import type { StyleName } from '../style-names.ts';
import { aurora } from './aurora.ts';
import { bauhaus } from './bauhaus.ts';
import { blossom } from './blossom.ts';
import { city } from './city.ts';
import { contours } from './contours.ts';
import { dunes } from './dunes.ts';
import { flow } from './flow.ts';
import { forest } from './forest.ts';
import { ink } from './ink.ts';
import { marble } from './marble.ts';
import { mosaic } from './mosaic.ts';
import { nebula } from './nebula.ts';
import { waves } from './waves.ts';

/** The painter of each named style. */
export const painters: Record<StyleName, Painter> = {
  aurora,
  bauhaus,
  blossom,
  city,
  contours,
  dunes,
  flow,
  forest,
  ink,
  marble,
  mosaic,
  nebula,
  waves,
};
