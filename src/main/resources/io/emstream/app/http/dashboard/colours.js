/**
 * One colour for each cluster, from its id alone, so that it is the same on every instance and after every change. All of
 * them stand out from the panels of both lights, three to one or more (WCAG 2.2, 1.4.11).
 */
const FIRST = ['#3b7dd8', '#cf7a12', '#2f9e6e', '#c2519b', '#d1495b', '#7a62d3', '#1f9bb5', '#9a7b1c', '#6b8e23', '#b5654a'];
const GOLDEN_ANGLE = 137.508;

/** The colour of a cluster as red, green and blue from 0 to 255. */
export function channels(id) {
  if (id <= FIRST.length) {
    const hex = FIRST[id - 1] ?? '#888888';
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  }
  return withLuminance((id * GOLDEN_ANGLE) % 360, 0.17 + 0.05 * (id % 3));
}

/** The lightness at which a hue has this luminance, by halving. */
function withLuminance(hue, wanted) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (luminance(fromHue(hue, 0.55, middle)) < wanted) low = middle;
    else high = middle;
  }
  return fromHue(hue, 0.55, high);
}

/** Relative luminance of red, green and blue (WCAG 2.2). */
export function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => (value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function fromHue(hue, saturation, lightness) {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

/** The colour of a cluster, more or less opaque. */
export function colourOf(id, opacity = 1) {
  return `rgba(${channels(id).join(',')},${opacity})`;
}

/** A colour of the page's style sheet, by its name. */
export function ink(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
