/**
 * What is known of the stream: models, events, a sample of points, counts; and what the user looks at. Views are told of a
 * change by the name of what has changed: `models`, `events`, `tick`, `connection`, `view`, `point`.
 */
const MOST_MODELS = 256;
const MOST_EVENTS = 1024;
const MOST_POINTS = 1200;
const POINTS_PER_VERSION = 250;
const MOST_VALUES_PER_VERSION = 4000;
const MOST_SECONDS = 120;

export class Story extends EventTarget {
  models = [];
  events = [];
  points = [];
  ticks = [];
  isConnected = false;
  trouble = 'connecting';
  /** The version that is replayed; null for the newest. */
  replayed = null;
  /** The two features that are shown, by index. */
  features = [0, 1];
  /** Whether points are shown on the principal axes instead. */
  onAxes = false;
  /** The cluster that is looked at; null for all. */
  cluster = null;
  /** The point that is explained. */
  point = null;
  #byVersion = new Map();
  /** What came over this connection before its past was read; then null. */
  #news = { models: [], events: [] };

  /** Calls back after changes of any of these. */
  on(names, callback) {
    for (const name of names) this.addEventListener(name, callback);
  }

  #changed(name) {
    this.dispatchEvent(new Event(name));
  }

  /** The newest model, or undefined. */
  get newest() {
    return this.models.at(-1);
  }

  /** The model that is shown. */
  get shown() {
    if (this.replayed === null) return this.newest;
    return this.models.find((model) => model.version >= this.replayed) ?? this.newest;
  }

  /** The points that belong to what is shown: the newest, or those that the replayed version labelled. */
  get shownPoints() {
    if (this.replayed === null) return this.points;
    return this.#byVersion.get(this.shown?.version) ?? [];
  }

  /** How things stood last. */
  get lastTick() {
    return this.ticks.at(-1);
  }

  /** The connection is there; what was known stays until the past has been read again. */
  found() {
    this.isConnected = true;
    this.trouble = '';
    this.points = [];
    this.ticks = [];
    this.#news = { models: [], events: [] };
    this.#changed('connection');
  }

  /** The past as the processor knows it, which may be another one's since the last time; what came meanwhile goes on top. */
  began(models, events) {
    const { models: newModels, events: newEvents } = this.#news;
    if ((models.at(-1)?.version ?? 0) < (this.newest?.version ?? 0)) this.#byVersion.clear();
    this.#news = null;
    this.models = [];
    this.events = [];
    this.learned([...models, ...newModels]);
    this.happened([...events, ...newEvents], false);
    this.#changed('models');
    this.#changed('events');
  }

  /** The past as the processor knows it by now, over the same connection. */
  recalled(models, events) {
    this.learned(models);
    this.happened(events, false);
  }

  /** The connection is gone, for this reason. */
  lost(why) {
    this.isConnected = false;
    this.trouble = why;
    this.#changed('connection');
  }

  /** A new version. */
  came(model) {
    this.#news?.models.push(model);
    this.learned([model]);
  }

  /** Something has just happened. */
  told(event) {
    this.#news?.events.push(event);
    this.happened([event], true);
  }

  /** Models, of which some may be known. */
  learned(models) {
    if (models.length === 0) return;
    const all = new Map(this.models.map((model) => [model.version, model]));
    for (const model of models) all.set(model.version, model);
    this.models = [...all.values()].sort((a, b) => a.version - b.version).slice(-MOST_MODELS);
    const oldest = this.models[0].version;
    for (const version of this.#byVersion.keys()) if (version < oldest) this.#byVersion.delete(version);
    // Looking at a cluster that is gone would leave everything faint, with no button to look at all.
    if (!this.newest.components.some(({ id }) => id === this.cluster)) this.cluster = null;
    this.features = this.features.map((feature) => Math.min(feature, this.newest.dimension - 1));
    this.#changed('models');
  }

  /** Events, of which some may be known; `live` if they have just happened. */
  happened(events, live) {
    const known = new Set(this.events.map(same));
    const fresh = [];
    for (const event of events) {
      if (known.has(same(event))) continue;
      known.add(same(event));
      fresh.push(event);
    }
    if (fresh.length === 0) return;
    this.events = [...this.events, ...fresh].sort((a, b) => a.model - b.model).slice(-MOST_EVENTS);
    this.fresh = live ? fresh : [];
    this.#changed('events');
  }

  /** How things stand, and new points. */
  tick(tick) {
    const points = (tick.points ?? []).map(point);
    this.points = [...this.points, ...points].slice(-MOST_POINTS);
    for (const each of points) this.#keep(each);
    const { points: _, ...counts } = tick;
    this.ticks = [...this.ticks, counts].filter((each) => each.at > tick.at - MOST_SECONDS * 1000);
    this.#changed('tick');
  }

  #keep(point) {
    const kept = this.#byVersion.get(point.model) ?? [];
    if (kept.length < Math.min(POINTS_PER_VERSION, MOST_VALUES_PER_VERSION / point.values.length)) kept.push(point);
    this.#byVersion.set(point.model, kept);
  }

  /** Replays a version; null goes back to the newest. */
  replay(version) {
    this.replayed = version;
    this.#changed('view');
  }

  /** Shows these two features. */
  show(features) {
    this.features = features;
    this.#changed('view');
  }

  /** Shows the principal axes, or features again. */
  showAxes(onAxes) {
    this.onAxes = onAxes;
    this.#changed('view');
  }

  /** Looks at one cluster, or at all if it is that one already. */
  look(cluster) {
    this.cluster = this.cluster === cluster ? null : cluster;
    this.#changed('view');
  }

  /** Explains this point. */
  select(point) {
    this.point = point;
    this.#changed('point');
  }
}

function point([model, cluster, responsibility, partition, offset, values]) {
  return { model, cluster, responsibility, partition, offset, values };
}

function same(event) {
  return JSON.stringify([event.type, event.model, event.eventTime, event.from, event.to]);
}
