import { axis, base, chart } from './charts.js';
import { colourOf, ink } from './colours.js';
import { number } from './format.js';
import { ellipse, isCounted, rangeOf, steady } from './geometry.js';
import { ofFeatures, ofPrincipalAxes } from './projection.js';

const SIGMAS = [1, 2, 3];
const OPACITIES = [1, 0.7, 0.45];
/** Of more clusters than can be named the outer curves stand back. */
const CROWDED = [0.9, 0.3, 0.15];
const MOST_NAMES = 24;

/** Points and components on two features, or on the two principal axes. A click explains a point; so do the arrow keys. */
export class Scatter {
  #story;
  #element = document.getElementById('scatter');
  #empty = document.getElementById('scatter-empty');
  #chart;
  #ranges = [];
  #projection;
  /** The points that are drawn, from which each is explained. */
  #drawn = [];

  constructor(story) {
    this.#story = story;
    this.#chart = chart(this.#element, () => this.draw());
    this.#chart.on('click', { seriesId: 'points' }, (clicked) => story.select(this.#drawn[clicked.dataIndex].point));
    this.#element.addEventListener('keydown', (pressed) => this.#step(pressed));
  }

  draw() {
    const model = this.#story.shown;
    const isHere = !model || !isCounted(model);
    this.#element.hidden = !isHere;
    const isEmpty = !model && this.#story.points.length === 0;
    this.#empty.hidden = !isEmpty;
    if (!isHere) return;
    const projection = this.#project(model);
    const isStrip = projection?.names.length === 1;
    this.#drawn = projection ? placed(this.#story.shownPoints, projection, isStrip) : [];
    const [x, y] = this.#range(model, projection, isStrip);
    this.#chart.setOption({
      ...base({ top: 28, bottom: 28 }),
      xAxis: axis({ type: 'value', name: projection?.names[0], nameLocation: 'middle', nameGap: 26, ...ends(x), show: !isEmpty }),
      yAxis: axis({ type: 'value', name: projection?.names[1] ?? '', nameGap: 12, nameTextStyle: { color: ink('soft'), fontSize: 12, align: 'left' }, ...ends(y), show: !isStrip && !isEmpty }),
      series: [this.#pointSeries(), this.#ellipseSeries(model, projection, isStrip), this.#selected(projection, isStrip)],
    });
    this.#chart.resize();
    this.#element.setAttribute('aria-label', this.#words(model, projection));
  }

  /** On what the points are shown; the axes go on from those before. */
  #project(model) {
    if (!model) return undefined;
    const { features, onAxes } = this.#story;
    const next = onAxes && model.dimension > 1 ? ofPrincipalAxes(model, this.#projection) : ofFeatures(model, features);
    if (next.of !== this.#projection?.of) this.#ranges = [];
    this.#projection = next;
    return next;
  }

  #range(model, projection, isStrip) {
    const range = (at) => {
      const clusters = (model?.components ?? []).map((each) => ({
        middle: projection.middle(each)[at],
        variance: projection.spread(each)?.[2 * at] ?? 0,
      }));
      return rangeOf(this.#drawn.map(({ place }) => place[at]), clusters);
    };
    this.#ranges = [steady(this.#ranges[0], range(0)), isStrip ? [-1, 1, 1] : steady(this.#ranges[1], range(1))];
    return this.#ranges;
  }

  #pointSeries() {
    const story = this.#story;
    return {
      id: 'points',
      type: 'scatter',
      symbolSize: 6,
      clip: true,
      emphasis: { scale: 1.6, itemStyle: { borderColor: ink('ink'), borderWidth: 1 } },
      data: this.#drawn.map(({ point, place }) => ({
        value: place,
        itemStyle: { color: colourOf(point.cluster, opacity(point, story.cluster)) },
      })),
      tooltip: { formatter: ({ dataIndex }) => pointWords(this.#drawn[dataIndex].point, story.newest) },
    };
  }

  #ellipseSeries(model, projection, isStrip) {
    const components = model?.components ?? [];
    const names = components.length <= MOST_NAMES;
    return {
      id: 'ellipses',
      type: 'custom',
      silent: true,
      clip: true,
      z: 3,
      tooltip: { show: false },
      data: components.map((component) => projection.middle(component)),
      renderItem: ({ dataIndex }, api) => {
        const component = components[dataIndex];
        if (!component) return undefined;
        const dim = this.#story.cluster !== null && this.#story.cluster !== component.id;
        const colour = colourOf(component.id, dim ? 0.2 : 1);
        const at = projection.middle(component);
        const spread = projection.spread(component);
        const middle = api.coord(at);
        const curves = SIGMAS.map((sigmas) => {
          if (!spread) return undefined;
          const points = isStrip ? band(at[0], spread[0], sigmas) : ellipse(at, spread, sigmas);
          return curve(points.map((point) => api.coord(point)), colour, sigmas, names ? OPACITIES : CROWDED);
        });
        return {
          type: 'group',
          children: [...curves.filter(Boolean), ...cross(middle, colour), ...(names && !dim ? [name(component.id, middle)] : [])],
        };
      },
    };
  }

  #selected(projection, isStrip) {
    const point = this.#story.point;
    const isOurs = point && point.values.length === this.#story.shown?.dimension;
    return {
      id: 'selected',
      type: 'scatter',
      silent: true,
      symbolSize: 16,
      z: 5,
      itemStyle: { color: 'transparent', borderColor: ink('ink'), borderWidth: 2 },
      data: projection && isOurs ? placed([point], projection, isStrip).map(({ place }) => place) : [],
    };
  }

  /** From point to point, from left to right. */
  #step(pressed) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[pressed.key];
    if (!by || this.#drawn.length === 0) return;
    pressed.preventDefault();
    const order = [...this.#drawn].sort((one, other) => one.place[0] - other.place[0]);
    const from = (this.#story.point && this.#projection.point(this.#story.point.values)?.[0]) ?? -Infinity;
    const next = by > 0 ? order.find(({ place }) => place[0] > from) : order.findLast(({ place }) => place[0] < from);
    this.#story.select((next ?? (by > 0 ? order[0] : order.at(-1))).point);
  }

  #words(model, projection) {
    if (!model) return 'Points; there is no model yet.';
    return (
      `${this.#drawn.length} points and ${model.components.length} clusters of model version ${model.version}, ` +
      `${projection.names.join(' against ')}. Left and right arrow keys explain point after point; the clusters are in the table.`
    );
  }
}

/** The points that can be shown, and where; on a strip by their offsets at different heights, which mean nothing. */
function placed(points, projection, isStrip) {
  const all = points.map((point) => ({ point, place: projection.point(point.values) })).filter(({ place }) => place);
  if (isStrip) for (const { point, place } of all) place[1] = ((point.offset * 0.618034) % 1) - 0.5;
  return all;
}

function ends([min, max, interval]) {
  return { min, max, interval };
}

function opacity(point, cluster) {
  if (cluster !== null && point.cluster !== cluster) return 0.06;
  return 0.15 + 0.65 * Math.max(0, Math.min(1, point.responsibility));
}

function pointWords(point, model) {
  const values = point.values.slice(0, 8).map((value, at) => `${model?.features[at] ?? at}  ${number(value)}`);
  return [`cluster ${point.cluster}, ${number(point.responsibility)}`, ...values, ...(point.values.length > 8 ? ['…'] : [])].join('\n');
}

function curve(points, colour, sigmas, opacities) {
  return {
    type: 'polygon',
    shape: { points },
    style: { fill: sigmas === 1 ? colour : 'none', fillOpacity: 0.1, stroke: colour, lineWidth: sigmas === 1 ? 2 : 1, opacity: opacities[sigmas - 1] },
  };
}

/** The interval of so many standard deviations, as a box. */
function band(middle, variance, sigmas) {
  const reach = sigmas * Math.sqrt(variance);
  const [low, high, tall] = [middle - reach, middle + reach, 0.95 - 0.12 * sigmas];
  return [[low, -tall], [high, -tall], [high, tall], [low, tall]];
}

function cross([x, y], colour) {
  const style = { stroke: colour, lineWidth: 2 };
  return [
    { type: 'line', shape: { x1: x - 5, y1: y, x2: x + 5, y2: y }, style },
    { type: 'line', shape: { x1: x, y1: y - 5, x2: x, y2: y + 5 }, style },
  ];
}

function name(id, [x, y]) {
  return {
    type: 'text',
    style: { text: String(id), x: x + 7, y: y - 15, font: '600 12px system-ui, sans-serif', fill: ink('ink'), stroke: ink('panel'), lineWidth: 3 },
  };
}
