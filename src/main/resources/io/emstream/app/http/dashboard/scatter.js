import { axis, base, chart } from './charts.js';
import { colourOf, ink } from './colours.js';
import { number } from './format.js';
import { centre, ellipse, isCounted, rangeOf, steady } from './geometry.js';

const SIGMAS = [1, 2, 3];
const OPACITIES = [1, 0.7, 0.45];
/** Of more clusters than can be named the outer curves stand back. */
const CROWDED = [0.9, 0.3, 0.15];
const MOST_NAMES = 24;

/** Points and components on two features. A click explains a point; so do the arrow keys. */
export class Scatter {
  #story;
  #element = document.getElementById('scatter');
  #empty = document.getElementById('scatter-empty');
  #chart;
  #ranges = [];
  #drawn = [];
  #of = '';

  constructor(story) {
    this.#story = story;
    this.#chart = chart(this.#element, () => this.draw());
    this.#chart.on('click', { seriesId: 'points' }, (clicked) => story.select(this.#drawn[clicked.dataIndex]));
    this.#element.addEventListener('keydown', (pressed) => this.#step(pressed));
  }

  /** The features on the axes; a model of one feature is drawn as a strip. */
  get #features() {
    return this.#story.features;
  }

  draw() {
    const model = this.#story.shown;
    const isHere = !model || !isCounted(model);
    this.#element.hidden = !isHere;
    const isEmpty = !model && this.#story.points.length === 0;
    this.#empty.hidden = !isEmpty;
    if (!isHere) return;
    const [i, j] = this.#features;
    const names = model ? model.features : ['', ''];
    const strip = model?.dimension === 1;
    this.#drawn = this.#story.shownPoints.filter((point) => point.values[i] !== null && (strip || point.values[j] !== null));
    this.#range(model, i, j, strip);
    const [x, y] = this.#ranges;
    this.#chart.setOption({
      ...base({ top: 28, bottom: 28 }),
      xAxis: axis({ type: 'value', name: names[i], nameLocation: 'middle', nameGap: 26, ...ends(x), show: !isEmpty }),
      yAxis: axis({ type: 'value', name: strip ? '' : names[j], nameGap: 12, ...ends(y), show: !strip && !isEmpty }),
      series: [this.#pointSeries(i, j, strip), this.#ellipseSeries(model, [i, j], strip), this.#selected(i, j, strip)],
    });
    this.#chart.resize();
    this.#element.setAttribute('aria-label', this.#words(model, names, i, j));
  }

  #range(model, i, j, strip) {
    const of = `${model?.name} ${model?.dimension} ${i} ${j}`;
    if (of !== this.#of) this.#ranges = [];
    this.#of = of;
    this.#ranges = [
      steady(this.#ranges[0], rangeOf(i, model, this.#drawn)),
      strip ? [-1, 1, 1] : steady(this.#ranges[1], rangeOf(j, model, this.#drawn)),
    ];
  }

  #place(point, i, j, strip) {
    return [point.values[i], strip ? ((point.offset * 0.618034) % 1) - 0.5 : point.values[j]];
  }

  #pointSeries(i, j, strip) {
    const story = this.#story;
    return {
      id: 'points',
      type: 'scatter',
      symbolSize: 6,
      clip: true,
      emphasis: { scale: 1.6, itemStyle: { borderColor: ink('ink'), borderWidth: 1 } },
      data: this.#drawn.map((point) => ({
        value: this.#place(point, i, j, strip),
        itemStyle: { color: colourOf(point.cluster, opacity(point, story.cluster)) },
      })),
      tooltip: { formatter: ({ dataIndex }) => pointWords(this.#drawn[dataIndex], story.newest) },
    };
  }

  #ellipseSeries(model, features, strip) {
    const components = model?.components ?? [];
    const names = components.length <= MOST_NAMES;
    return {
      id: 'ellipses',
      type: 'custom',
      silent: true,
      clip: true,
      z: 3,
      tooltip: { show: false },
      data: components.map((component) => [centre(component)[features[0]], strip ? 0 : centre(component)[features[1]]]),
      renderItem: ({ dataIndex }, api) => {
        const component = components[dataIndex];
        if (!component) return undefined;
        const dim = this.#story.cluster !== null && this.#story.cluster !== component.id;
        const colour = colourOf(component.id, dim ? 0.2 : 1);
        const middle = api.coord([api.value(0), api.value(1)]);
        const curves = SIGMAS.map((sigmas) => {
          const points = strip ? band(component, features[0], sigmas) : ellipse(component, features, sigmas);
          return points && curve(points.map((point) => api.coord(point)), colour, sigmas, names ? OPACITIES : CROWDED);
        });
        return {
          type: 'group',
          children: [...curves.filter(Boolean), ...cross(middle, colour), ...(names && !dim ? [name(component.id, middle)] : [])],
        };
      },
    };
  }

  #selected(i, j, strip) {
    const point = this.#story.point;
    const seen = point && point.values.length > Math.max(i, strip ? 0 : j) && point.values[i] !== null;
    return {
      id: 'selected',
      type: 'scatter',
      silent: true,
      symbolSize: 16,
      z: 5,
      itemStyle: { color: 'transparent', borderColor: ink('ink'), borderWidth: 2 },
      data: seen ? [this.#place(point, i, j, strip)] : [],
    };
  }

  /** From point to point, from left to right. */
  #step(pressed) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[pressed.key];
    if (!by || this.#drawn.length === 0) return;
    pressed.preventDefault();
    const feature = this.#features[0];
    const order = [...this.#drawn].sort((one, other) => one.values[feature] - other.values[feature]);
    const from = this.#story.point ? this.#story.point.values[feature] : -Infinity;
    const next = by > 0 ? order.find((point) => point.values[feature] > from) : order.findLast((point) => point.values[feature] < from);
    this.#story.select(next ?? (by > 0 ? order[0] : order.at(-1)));
  }

  #words(model, names, i, j) {
    if (!model) return 'Points; there is no model yet.';
    return (
      `${this.#drawn.length} points and ${model.components.length} clusters of model version ${model.version}, ` +
      `${names[i]} against ${names[j] ?? ''}. Left and right arrow keys explain point after point; the clusters are in the table.`
    );
  }
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
function band(component, feature, sigmas) {
  const corners = ellipse({ ...component, mean: [component.mean[feature]] }, [feature, feature], sigmas);
  if (!corners) return undefined;
  const xs = corners.map(([x]) => x);
  const [low, high, tall] = [Math.min(...xs), Math.max(...xs), 0.95 - 0.12 * sigmas];
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
