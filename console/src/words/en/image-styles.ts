/** Names of the styles of the local generator. */
export const image_styles = {
  auto: 'Automatic, by the prompt',
  aurora: 'Aurora',
  bauhaus: 'Bauhaus',
  blossom: 'Blossom',
  city: 'City',
  contours: 'Contours',
  dunes: 'Dunes',
  flow: 'Flow',
  forest: 'Forest',
  ink: 'Ink wash',
  marble: 'Marble',
  mosaic: 'Mosaic',
  nebula: 'Nebula',
  waves: 'Waves',
};

/** Names of the built-in generators. */
export const image_generators = {
  local: 'Built-in generator',
};
