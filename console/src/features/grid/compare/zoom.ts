export interface Zoom {
  scale: number;
  /** Offset as a fraction of the width and height of the stage. */
  x: number;
  y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 16;

/** Limits the offset so that the picture stays on its stage. */
const bounded = ({ scale, x, y }: Zoom): Zoom => {
  const next = Math.min(MOST, scale);
  const most = Math.max(0, next - 1) / 2;
  const within = (value: number) => Math.min(most, Math.max(-most, value));
  return { scale: next, x: within(x), y: within(y) };
};

export const zoomed = (zoom: Zoom, factor: number, at = { x: 0, y: 0 }): Zoom => {
  // Smaller than its stage is only a small picture at its own size: from there on it grows.
  const scale = Math.min(MOST, Math.max(Math.min(1, zoom.scale), zoom.scale * factor));
  const grown = scale / zoom.scale;
  return bounded({ scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown });
};

/** The zoom for actual pixels, if the whole picture is shown at `fit` times its own size. */
export const natural = (zoom: Zoom, fit: number): Zoom => {
  const scale = Math.min(MOST, 1 / fit);
  return bounded({ scale, x: (zoom.x / zoom.scale) * scale, y: (zoom.y / zoom.scale) * scale });
};

export const panned = (zoom: Zoom, x: number, y: number): Zoom =>
  bounded({ ...zoom, x: zoom.x + x, y: zoom.y + y });

/** Zooms by two fingers whose midpoint moved. The point of the picture under the midpoint stays under it. */
export const pinched = (
  zoom: Zoom,
  factor: number,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Zoom => panned(zoomed(zoom, factor, from), to.x - from.x, to.y - from.y);
