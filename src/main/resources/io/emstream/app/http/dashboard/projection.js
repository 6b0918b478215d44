import { centre, covariance } from './geometry.js';

/**
 * How points and components are put on paper: what the axes are called, and where a point and a component come to lie.
 *
 * @typedef {object} Projection
 * @property {string} of what is shown of which model; as long as this stays, so do the ranges of the axes
 * @property {string[]} names of the axes; of one axis for a strip
 * @property {(values: (number|null)[]) => number[]|undefined} point undefined if a value that it takes is missing
 * @property {(component: object) => number[]} middle
 * @property {(component: object) => number[]|undefined} spread variance, covariance, variance; undefined for families without
 */

/** Two features as they are; one for a model of one. @returns {Projection} */
export function ofFeatures(model, [i, j]) {
  const isStrip = model.dimension === 1;
  return {
    of: `${model.name} ${model.dimension} ${i} ${j}`,
    names: isStrip ? [model.features[i]] : [model.features[i], model.features[j]],
    point: (values) => (known(values[i]) && (isStrip || known(values[j])) ? [values[i], isStrip ? 0 : values[j]] : undefined),
    middle: (component) => [centre(component)[i], isStrip ? 0 : centre(component)[j]],
    spread: (component) => {
      const a = covariance(component, i, i);
      return a === undefined ? undefined : isStrip ? [a, 0, 0] : [a, covariance(component, i, j), covariance(component, j, j)];
    },
  };
}

/**
 * The two directions in which the mixture as a whole spreads most, with every feature in units of its standard deviation, so
 * that no choice of units decides (the principal components of its correlations: Jolliffe 2002, 2.3).
 *
 * @param {Projection|undefined} before the projection of the model before, so that the axes do not jump
 * @returns {Projection}
 */
export function ofPrincipalAxes(model, before) {
  const { mean, spread } = pooled(model.components);
  const deviations = spread.map((row, j) => Math.sqrt(row[j]) || 1);
  const correlations = spread.map((row, i) => row.map((value, j) => value / (deviations[i] * deviations[j])));
  const axes = principalAxes(correlations, before?.axes);
  // From the data's units straight to the axes.
  const maps = axes.vectors.map((vector) => vector.map((part, j) => part / deviations[j]));
  const trace = correlations.reduce((sum, row, j) => sum + row[j], 0);
  return {
    of: `${model.name} ${model.dimension} axes`,
    axes: axes.vectors,
    names: axes.vectors.map((vector, at) => axisName(vector, axes.values[at] / trace, at, model.features)),
    point: (values) => (values.every(known) ? maps.map((map) => along(map, values, mean)) : undefined),
    middle: (component) => maps.map((map) => along(map, centre(component), mean)),
    spread: (component) => {
      if (covariance(component, 0, 0) === undefined) return undefined;
      const [first, second] = maps.map((map) => times(component, map));
      return [dot(maps[0], first), dot(maps[0], second), dot(maps[1], second)];
    },
  };
}

function known(value) {
  return value !== null && value !== undefined;
}

function along(map, values, mean) {
  return map.reduce((sum, part, j) => sum + part * (values[j] - mean[j]), 0);
}

/** Mean and covariance of the whole mixture: within the components and between them. */
export function pooled(components) {
  const dimension = centre(components[0]).length;
  const weight = components.reduce((sum, each) => sum + each.weight, 0);
  const mean = new Array(dimension).fill(0);
  for (const each of components) for (let j = 0; j < dimension; j++) mean[j] += (each.weight / weight) * centre(each)[j];
  const spread = mean.map(() => new Array(dimension).fill(0));
  for (const each of components) {
    const offset = centre(each).map((value, j) => value - mean[j]);
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) {
        spread[i][j] += (each.weight / weight) * ((covariance(each, i, j) ?? 0) + offset[i] * offset[j]);
      }
    }
  }
  return { mean, spread };
}

const ENOUGH = 1e-22;
const MOST_STEPS = 300;

/**
 * The two eigenvectors of largest eigenvalue of a symmetric, positive semidefinite matrix, by orthogonal iteration.
 *
 * @param {number[][]} matrix with two rows or more
 * @param {number[][]|undefined} start two vectors that may be near; they also decide on the signs
 */
export function principalAxes(matrix, start) {
  const dimension = matrix.length;
  const isUsable = start?.every((vector) => vector.length === dimension);
  let [u, v] = orthonormal(isUsable ? start : [0, 1].map((at) => matrix.map((_, j) => 1 / (1 + Math.abs(j - at)))));
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = orthonormal([product(matrix, u), product(matrix, v)]);
    // How much of the new plane lies outside the old one.
    const left = next.map((vector) => outside(vector, u, v));
    [u, v] = next;
    if (Math.max(...left) < ENOUGH) break;
  }
  const [mu, mv] = [product(matrix, u), product(matrix, v)];
  const [a, b, c] = [dot(u, mu), dot(u, mv), dot(v, mv)];
  const angle = 0.5 * Math.atan2(2 * b, a - c);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const vectors = [u.map((part, j) => cos * part + sin * v[j]), u.map((part, j) => cos * v[j] - sin * part)];
  const values = [a * cos * cos + 2 * b * sin * cos + c * sin * sin, a * sin * sin - 2 * b * sin * cos + c * cos * cos];
  return { values, vectors: vectors.map((vector, at) => (isUsable ? alike(vector, start[at]) : upwards(vector))) };
}

/** The squared length of what lies outside a plane. */
function outside(vector, u, v) {
  const [along, across] = [dot(vector, u), dot(vector, v)];
  return vector.reduce((sum, part, j) => sum + (part - along * u[j] - across * v[j]) ** 2, 0);
}

function alike(vector, before) {
  return dot(vector, before) < 0 ? vector.map((part) => -part) : vector;
}

/** With its largest part positive. */
function upwards(vector) {
  const largest = vector.reduce((most, part) => (Math.abs(part) > Math.abs(most) + 1e-9 ? part : most), 0);
  return largest < 0 ? vector.map((part) => -part) : vector;
}

/** Gram and Schmidt; a vector that has nothing of its own gives way to another. */
function orthonormal([first, second]) {
  const u = unit(first) ?? first.map((_, j) => (j === 0 ? 1 : 0));
  const rest = (vector) => unit(vector.map((part, j) => part - dot(u, vector) * u[j]));
  let v = rest(second);
  for (let j = 0; !v; j++) v = rest(second.map((_, at) => (at === j ? 1 : 0)));
  return [u, v];
}

function unit(vector) {
  const length = Math.sqrt(dot(vector, vector));
  return length > 1e-9 ? vector.map((part) => part / length) : undefined;
}

function dot(one, other) {
  return one.reduce((sum, part, j) => sum + part * other[j], 0);
}

function product(matrix, vector) {
  return matrix.map((row) => dot(row, vector));
}

/** A component's covariance times a vector. */
function times(component, vector) {
  if (component.covariance) return product(component.covariance, vector);
  return vector.map((part, j) => part * covariance(component, j, j));
}

const MOST_NAMED = 3;

/** Rounded, so that equal parts keep their order. */
function size({ part }) {
  return Math.round(Math.abs(part) * 1e6);
}

/** What the axis is made of: the features with most part in it, and their signs. */
function axisName(vector, share, at, features) {
  const named = vector
    .map((part, j) => ({ part, name: features[j] }))
    .sort((one, other) => size(other) - size(one))
    .slice(0, MOST_NAMED)
    .filter(({ part }) => Math.abs(part) > 0.1)
    .map(({ part, name }) => `${part < 0 ? '−' : '+'}${name}`);
  const more = vector.length > MOST_NAMED ? ' …' : '';
  return `axis ${at + 1}, ${Math.round(share * 100)}% of the spread: ${named.join(' ')}${more}`;
}
