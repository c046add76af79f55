import { type Concept, readConcepts } from '../words.ts';
import { Canvas } from './canvas.ts';
import { Noise } from './noise.ts';
import { choosePalette, type Palette } from './palette.ts';
import { Random } from './random.ts';

/**
 * What a style paints with. Lengths are multiples of `unit` (pixels, the short edge of a picture up to 2:1), so that a
 * picture is the same at every size.
 */
export interface Scene {
  width: number;
  height: number;
  unit: number;
  canvas: Canvas;
  random: Random;
  noise: Noise;
  palette: Palette;
  /** Whether the prompt speaks of it. */
  has(...concepts: Concept[]): boolean;
}

/** Paints the canvas; may return SVG elements (in pixels, without text) to be drawn over it. */
export type Painter = (scene: Scene) => string | undefined;

/** Everything a painter needs, from the prompt, the seed and the style alone. */
export function sceneOf(options: {
  prompt: string;
  seed: number;
  style: string;
  width: number;
  height: number;
  pause?: () => void;
}): Scene {
  const { width, height } = options;
  const random = new Random(`${options.style}\n${options.seed}\n${options.prompt}`);
  const concepts = readConcepts(options.prompt);
  return {
    width,
    height,
    unit: Math.max(Math.min(width, height), Math.max(width, height) / 2),
    canvas: new Canvas(width, height, options.pause),
    random: random.fork('composition'),
    noise: new Noise(random.fork('noise')),
    palette: choosePalette(concepts, random.fork('palette')),
    has: (...wanted) => wanted.some((concept) => concepts.includes(concept)),
  };
}
