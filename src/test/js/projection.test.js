import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ellipse, rangeOf, steady } from '../../main/resources/io/emstream/app/http/dashboard/geometry.js';
import { ofFeatures, ofPrincipalAxes, pooled, principalAxes } from '../../main/resources/io/emstream/app/http/dashboard/projection.js';

const near = (actual, expected, message) => {
  assert.equal(actual.length, expected.length, message);
  actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]) < 1e-9, `${message ?? ''} ${actual} is not ${expected}`));
};

const model = (components, features) => ({ name: 'm', dimension: features.length, features, components });

test('the spread of a mixture is that within its components and that between them', () => {
  const { mean, spread } = pooled([
    { weight: 0.5, mean: [-2, 0], covariance: [[1, 0.5], [0.5, 1]] },
    { weight: 0.5, mean: [2, 0], covariance: [[1, -0.5], [-0.5, 3]] },
  ]);
  near(mean, [0, 0]);
  near(spread[0], [5, 0]);
  near(spread[1], [0, 2]);
});

test('weights that leave a part to the noise are taken for one', () => {
  const { mean } = pooled([{ weight: 0.3, mean: [0], variances: [1] }, { weight: 0.3, mean: [4], variances: [1] }]);
  near(mean, [2]);
});

test('the principal axes of known matrices are known', () => {
  // Eigenvalues 3 and 1 along (1, 1) and (1, −1).
  const half = Math.SQRT1_2;
  const two = principalAxes([[2, 1], [1, 2]]);
  near(two.values, [3, 1]);
  near(two.vectors[0], [half, half]);
  assert.ok(Math.abs(Math.abs(two.vectors[1][0]) - half) < 1e-9 && two.vectors[1][0] * two.vectors[1][1] < 0);
  // 7, 5 and 1 along the axes themselves, in another order.
  const three = principalAxes([[5, 0, 0], [0, 1, 0], [0, 0, 7]]);
  near(three.values, [7, 5]);
  near(three.vectors[0], [0, 0, 1]);
  near(three.vectors[1], [1, 0, 0]);
});

test('of many features the axes are the two that a known rotation has put there', () => {
  const dimension = 64;
  // Householder: I − 2hhᵀ turns the first two unit vectors to known places.
  const h = Array.from({ length: dimension }, (_, j) => Math.sin(j + 1));
  const length = Math.hypot(...h);
  const turn = (i, j) => (i === j ? 1 : 0) - (2 * h[i] * h[j]) / (length * length);
  const value = (k) => (k === 0 ? 9 : k === 1 ? 4 : 1 / (k + 1));
  const matrix = Array.from({ length: dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < dimension; k++) sum += turn(i, k) * value(k) * turn(j, k);
      return sum;
    }),
  );
  const { values, vectors } = principalAxes(matrix);
  near(values, [9, 4]);
  for (const k of [0, 1]) {
    const cosine = vectors[k].reduce((sum, part, i) => sum + part * turn(i, k), 0);
    assert.ok(Math.abs(Math.abs(cosine) - 1) < 1e-9, `axis ${k}: ${cosine}`);
  }
});

test('axes keep their signs from model to model', () => {
  const { vectors } = principalAxes([[2, 1], [1, 2]], [[-1, -0.9], [1, -1]]);
  assert.ok(vectors[0][0] < 0 && vectors[1][0] > 0);
});

test('a matrix without any spread has axes all the same', () => {
  const { values, vectors } = principalAxes([[0, 0], [0, 0]]);
  near(values, [0, 0]);
  assert.ok(vectors.flat().every(Number.isFinite));
});

test('on the principal axes units do not matter, and a component keeps its shape', () => {
  const components = (unit) => [
    { id: 1, weight: 0.5, mean: [-2 * unit, -2], covariance: [[unit * unit, 0], [0, 1]] },
    { id: 2, weight: 0.5, mean: [2 * unit, 2], covariance: [[unit * unit, 0], [0, 1]] },
  ];
  const [small, large] = [1, 1000].map((unit) => ofPrincipalAxes(model(components(unit), ['a', 'b'])));
  near(small.point([1, 3]), large.point([1000, 3]));
  near(small.middle(components(1)[0]), large.middle(components(1000)[0]));
  // Variance 5 in each feature, correlation 4/5: the axes carry 1.8 and 0.2 of it.
  near(small.middle(components(1)[1]), [Math.sqrt(1.6), 0]);
  near(small.spread(components(1)[1]), [0.2, 0, 0.2]);
  assert.match(small.names[0], /^axis 1, 90% of the spread: \+a \+b$/);
});

test('a point that lacks a value is not put where it is not', () => {
  const components = [{ id: 1, weight: 1, mean: [0, 0, 0], variances: [1, 2, 3] }];
  const three = model(components, ['a', 'b', 'c']);
  assert.equal(ofPrincipalAxes(three).point([1, null, 1]), undefined);
  assert.equal(ofFeatures(three, [0, 1]).point([1, null, 1]), undefined);
  near(ofFeatures(three, [0, 2]).point([1, null, 5]), [1, 5]);
  near(ofFeatures(three, [0, 2]).spread(components[0]), [1, 0, 3]);
});

test('a model of one feature is a strip', () => {
  const strip = ofFeatures(model([{ id: 1, weight: 1, mean: [3], variance: 4 }], ['heads']), [0, 0]);
  assert.deepEqual(strip.names, ['heads']);
  near(strip.point([7]), [7, 0]);
  near(strip.spread({ mean: [3], variance: 4 }), [4, 0, 0]);
});

test('centres of k-means have no spread', () => {
  const twoMeans = model([{ id: 1, weight: 0.5, mean: [0, 0] }, { id: 2, weight: 0.5, mean: [4, 4] }], ['x', 'y']);
  for (const projection of [ofFeatures(twoMeans, [0, 1]), ofPrincipalAxes(twoMeans)]) {
    assert.equal(projection.spread(twoMeans.components[0]), undefined);
    assert.ok(projection.middle(twoMeans.components[1]).every(Number.isFinite));
  }
});

test('every point of an ellipse is as far out as it says', () => {
  const [a, b, c] = [4, 1.2, 0.9];
  const determinant = a * c - b * b;
  for (const [x, y] of ellipse([5, -3], [a, b, c], 2)) {
    const [u, v] = [x - 5, y + 3];
    const squared = (c * u * u - 2 * b * u * v + a * v * v) / determinant;
    assert.ok(Math.abs(Math.sqrt(squared) - 2) < 1e-9);
  }
});

test('a range holds the clusters and leaves single far points outside', () => {
  const values = Array.from({ length: 1000 }, (_, at) => at / 1000);
  const [low, high] = rangeOf([...values, 1e6], [{ middle: 2, variance: 1 }]);
  assert.ok(low < 0 && low > -1 && high > 4 && high < 5);
  assert.deepEqual(rangeOf([], []), [0, 1]);
});

test('axes stay while what is shown fits into them', () => {
  const before = steady(undefined, [-4.2, 4.1]);
  assert.equal(steady(before, [-4, 4]), before);
  assert.notEqual(steady(before, [-4, 9]), before);
  assert.notEqual(steady(before, [-0.5, 0.5]), before);
});
