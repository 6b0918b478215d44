import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, number, percent, short } from '../../main/resources/io/emstream/app/http/dashboard/format.js';
import { readEvents } from '../../main/resources/io/emstream/app/http/dashboard/sse.js';
import { Story } from '../../main/resources/io/emstream/app/http/dashboard/story.js';

const model = (version, dimension = 2) => ({ version, dimension, components: [] });
const event = (type, version) => ({ type, model: version, eventTime: '2026-01-01T00:00:00Z', from: [], to: [] });
const tick = (at, ...points) => ({ at, points, labels: { OK: at } });

function told(story, name) {
  const times = { count: 0 };
  story.on([name], () => times.count++);
  return times;
}

test('what came while the past was read stands on top of it, once', () => {
  const story = new Story();
  story.found();
  story.came(model(3));
  story.told(event('REFIT', 3));
  story.began([model(1), model(2), model(3)], [event('INITIALISED', 1), event('REFIT', 3)]);
  assert.deepEqual(story.models.map(({ version }) => version), [1, 2, 3]);
  assert.deepEqual(story.events.map(({ type }) => type), ['INITIALISED', 'REFIT']);
});

test('another processor, whose versions begin anew, takes the place of the one before', () => {
  const story = new Story();
  story.found();
  story.began([model(7), model(8)], [event('DRIFT', 8)]);
  story.lost('gone');
  story.found();
  story.began([model(1)], []);
  assert.deepEqual(story.models.map(({ version }) => version), [1]);
  assert.equal(story.events.length, 0);
});

test('what a processor recalls later on goes before what came meanwhile', () => {
  const story = new Story();
  story.found();
  story.began([], []);
  story.came(model(3));
  story.recalled([model(1), model(2)], [event('INITIALISED', 1)]);
  assert.deepEqual(story.models.map(({ version }) => version), [1, 2, 3]);
  assert.equal(story.events.length, 1);
  assert.deepEqual(story.fresh, []);
});

test('only what has just happened is read out', () => {
  const story = new Story();
  story.found();
  story.began([model(1)], [event('INITIALISED', 1)]);
  assert.deepEqual(story.fresh ?? [], []);
  story.told(event('DRIFT', 2));
  assert.deepEqual(story.fresh.map(({ type }) => type), ['DRIFT']);
  const again = told(story, 'events');
  story.told(event('DRIFT', 2));
  assert.equal(again.count, 0);
});

test('a replayed version shows the points that it labelled', () => {
  const story = new Story();
  story.found();
  story.began([model(1), model(2)], []);
  story.tick(tick(1000, [1, 5, 0.9, 0, 10, [1, 2]], [2, 5, 0.9, 0, 11, [3, 4]]));
  assert.deepEqual(story.shownPoints.map(({ offset }) => offset), [10, 11]);
  story.replay(1);
  assert.equal(story.shown.version, 1);
  assert.deepEqual(story.shownPoints.map(({ offset }) => offset), [10]);
  story.replay(null);
  assert.equal(story.shown.version, 2);
});

test('what is kept is bounded', () => {
  const story = new Story();
  story.found();
  story.began([], []);
  for (let at = 1; at <= 1000; at++) {
    story.came(model(at));
    story.tick(tick(at * 500, ...Array.from({ length: 10 }, (_, of) => [at, 1, 1, 0, of, [0, 0]])));
  }
  assert.equal(story.models.length, 256);
  assert.equal(story.points.length, 1200);
  assert.equal(story.ticks.length, 240);
});

test('features that a new model does not have are not shown', () => {
  const story = new Story();
  story.found();
  story.began([model(1, 5)], []);
  story.show([3, 4]);
  story.came(model(2, 1));
  assert.deepEqual(story.features, [0, 0]);
});

test('a cluster that is gone is no longer looked at', () => {
  const story = new Story();
  story.found();
  story.began([{ ...model(1), components: [{ id: 3 }, { id: 4 }] }], []);
  story.look(3);
  story.came({ ...model(2), components: [{ id: 3 }] });
  assert.equal(story.cluster, 3);
  story.came({ ...model(3), components: [{ id: 4 }] });
  assert.equal(story.cluster, null);
});

test('looking at a cluster again looks at all', () => {
  const story = new Story();
  story.look(3);
  assert.equal(story.cluster, 3);
  story.look(3);
  assert.equal(story.cluster, null);
});

test('events are read however the network cuts them', async () => {
  const bytes = new TextEncoder().encode('event: tick\ndata: {"é":1}\n\nevent: model\ndata: {}\n\nevent: half');
  for (let cut = 1; cut < bytes.length; cut++) {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    const seen = [];
    await readEvents(body, (name, data) => seen.push([name, data]));
    assert.deepEqual(seen, [['tick', '{"é":1}'], ['model', '{}']]);
  }
});

test('numbers are written as people read them', () => {
  assert.equal(number(12.345), '12.35');
  assert.equal(number(-0.00123), '−0.0012');
  assert.equal(number(1234567), '1.23e+6');
  assert.equal(number(null), '–');
  assert.equal(number(0), '0');
  assert.equal(short(-4.467), '−4.47');
  assert.equal(count(12345), '12,345');
  assert.equal(percent(0.00004), '<0.1%');
  assert.equal(percent(0.994), '99.4%');
  assert.equal(percent(1), '100%');
});
