import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channels, colourOf, luminance } from '../../main/resources/io/emstream/app/http/dashboard/colours.js';

const LIGHT = [255, 255, 255];
const DARK = [26, 32, 41];

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test('luminance and contrast are those of the guidelines', () => {
  assert.ok(Math.abs(contrast([0, 0, 0], LIGHT) - 21) < 1e-9);
  assert.ok(Math.abs(contrast([119, 119, 119], LIGHT) - 4.48) < 0.01);
});

test('every cluster stands out from the panel in light and in dark', () => {
  for (let id = 1; id <= 1000; id++) {
    for (const panel of [LIGHT, DARK]) {
      assert.ok(contrast(channels(id), panel) >= 3, `cluster ${id} ${channels(id)}: ${contrast(channels(id), panel)}`);
    }
  }
});

test('a cluster has one colour, and its neighbours have others', () => {
  assert.equal(colourOf(7, 0.5), colourOf(7, 0.5));
  const all = new Set(Array.from({ length: 50 }, (_, at) => colourOf(at + 1)));
  assert.equal(all.size, 50);
});
