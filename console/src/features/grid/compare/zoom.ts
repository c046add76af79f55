export interface Zoom {
  scale: number;
  /** Moved by this part of the stage's width and height. */
  x: number;
  y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 16;

/** Nothing is moved so far that the picture leaves its stage. */
const bounded = ({ scale, x, y }: Zoom): Zoom => {
  const next = Math.min(MOST, scale);
  const most = Math.max(0, next - 1) / 2;
  const within = (value: number) => Math.min(most, Math.max(-most, value));
  return { scale: next, x: within(x), y: within(y) };
};

export const zoomed = (zoom: Zoom, factor: number, at = { x: 0, y: 0 }): Zoom => {
  // What is shown smaller than its stage, pixel by pixel, grows from there.
  const least = Math.min(1, zoom.scale);
  const scale = Math.min(MOST, Math.max(least, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return bounded({ scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown });
};

/** Pixel by pixel, for a picture that is shown `fit` times its own size while all of it is. */
export const natural = (zoom: Zoom, fit: number): Zoom => {
  const scale = Math.min(MOST, 1 / fit);
  return bounded({ scale, x: (zoom.x / zoom.scale) * scale, y: (zoom.y / zoom.scale) * scale });
};

export const panned = (zoom: Zoom, x: number, y: number): Zoom =>
  bounded({ ...zoom, x: zoom.x + x, y: zoom.y + y });

/** Zoomed by two fingers whose middle went from one place to another: what was under it stays under it. */
export const pinched = (
  zoom: Zoom,
  factor: number,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Zoom => panned(zoomed(zoom, factor, from), to.x - from.x, to.y - from.y);
