/** One colour for each cluster, from its id alone, so that it is the same on every instance and after every change. */
const FIRST = ['#3b7dd8', '#e08a1e', '#2f9e6e', '#c2519b', '#d1495b', '#7a62d3', '#1f9bb5', '#9a7b1c', '#6b8e23', '#b5654a'];
const GOLDEN_ANGLE = 137.508;

/** As red, green and blue from 0 to 255. */
function channels(id) {
  if (id <= FIRST.length) {
    const hex = FIRST[id - 1] ?? '#888888';
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  }
  return fromHue((id * GOLDEN_ANGLE) % 360, 0.55, 0.42 + 0.08 * (id % 3));
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
