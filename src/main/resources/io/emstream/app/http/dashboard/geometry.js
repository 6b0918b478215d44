/** Means and covariances of components, and the curves and ranges that they give on paper. */
const TURNS = 64;

/** Whether components are probabilities of counts, and not places with a spread. */
export function isCounted(model) {
  return /^(bernoulli|binomial)/.test(model.family);
}

/** Where a component is: its mean, or its probabilities. */
export function centre(component) {
  return component.mean ?? component.probabilities;
}

/** The variance of one feature; undefined for families without. */
export function variance(component, feature) {
  return covariance(component, feature, feature);
}

/** The covariance of two features; undefined for families without. */
export function covariance(component, i, j) {
  if (component.covariance) return component.covariance[i][j];
  if (component.variances) return i === j ? component.variances[i] : 0;
  if (component.variance !== undefined) return i === j ? component.variance : 0;
  return undefined;
}

/**
 * The ellipse of so many standard deviations.
 *
 * @param {number[]} middle
 * @param {number[]} spread variance, covariance, variance
 */
export function ellipse([x, y], [a, b, c], sigmas) {
  // The Cholesky factor maps the unit circle to the ellipse.
  const l11 = Math.sqrt(a);
  const l21 = l11 === 0 ? 0 : b / l11;
  const l22 = Math.sqrt(Math.max(0, c - l21 * l21));
  return Array.from({ length: TURNS }, (_, turn) => {
    const angle = (2 * Math.PI * turn) / TURNS;
    const [u, v] = [sigmas * Math.cos(angle), sigmas * Math.sin(angle)];
    return [x + l11 * u, y + l21 * u + l22 * v];
  });
}

/**
 * The range of one axis that holds nearly all points and the clusters with two standard deviations.
 *
 * @param {number[]} values of the points
 * @param {{middle: number, variance: number}[]} clusters
 */
export function rangeOf(values, clusters) {
  const sorted = [...values].sort((one, other) => one - other);
  const ends = sorted.length === 0 ? [] : [sorted[Math.floor(sorted.length * 0.005)], sorted[Math.ceil(sorted.length * 0.995) - 1]];
  for (const { middle, variance } of clusters) {
    const reach = 2 * Math.sqrt(variance);
    ends.push(middle - reach, middle + reach);
  }
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return [low - margin, high + margin];
}

/** The range that was shown, unless what must be seen has left it or has become small in it: axes should not tremble. */
export function steady(before, needed) {
  if (!before) return rounded(needed);
  const isInside = needed[0] >= before[0] && needed[1] <= before[1];
  const isLarge = needed[1] - needed[0] > 0.6 * (before[1] - before[0]);
  return isInside && isLarge ? before : rounded(needed);
}

/** Ends and distance of five to ten ticks at round numbers. */
function rounded([low, high]) {
  const rough = (high - low) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step, step].map((end) => Number(end.toPrecision(12)));
}
