import { axis, base, categories, chart, replayLine } from './charts.js';
import { colourOf, ink } from './colours.js';
import { percent } from './format.js';

const MOST_AREAS = 60;

/** The weights of the clusters over the versions, stacked: together with the noise they are 1. */
export class Weights {
  #story;
  #element = document.getElementById('weights');
  #chart;

  constructor(story) {
    this.#story = story;
    this.#chart = chart(this.#element, () => this.draw());
    this.#chart.on('click', ({ seriesId }) => seriesId?.startsWith('c') && story.look(Number(seriesId.slice(1))));
  }

  draw() {
    const models = this.#story.models;
    const weights = models.map((model) => new Map(model.components.map((each) => [each.id, each.weight])));
    const ids = heaviest(weights);
    this.#chart.setOption(
      {
        ...base({ top: 12 }),
        tooltip: { ...base().tooltip, trigger: 'item', formatter: ({ seriesName }) => seriesName },
        xAxis: categories(models),
        yAxis: axis({ type: 'value', min: 0, max: 1, interval: 0.25, axisLabel: { color: ink('soft'), fontSize: 11, formatter: (value) => percent(value) } }),
        series: [
          ...ids.map((id) => area(`c${id}`, `cluster ${id}`, colourOf(id, 0.75), weights.map((each) => each.get(id) ?? 0))),
          { ...area('noise', 'noise and others', ink('faint'), weights.map((each) => rest(each, ids))), markLine: replayLine(this.#story, String) },
        ],
      },
      { replaceMerge: ['series'] },
    );
    const newest = this.#story.newest;
    this.#element.setAttribute('aria-label', newest ? `Weights of ${newest.components.length} clusters over ${models.length} versions; the table has their values.` : 'Weights: nothing yet.');
  }
}

/** Of many clusters the heaviest at any time, by id. */
function heaviest(weights) {
  const peak = new Map();
  for (const each of weights) for (const [id, weight] of each) peak.set(id, Math.max(peak.get(id) ?? 0, weight));
  const ids = [...peak].sort((one, other) => other[1] - one[1]).slice(0, MOST_AREAS);
  return ids.map(([id]) => id).sort((one, other) => one - other);
}

function rest(weights, ids) {
  return Math.max(0, 1 - ids.reduce((sum, id) => sum + (weights.get(id) ?? 0), 0));
}

function area(id, name, color, data) {
  return {
    id,
    name,
    type: 'line',
    stack: 'weights',
    step: false,
    showSymbol: false,
    lineStyle: { width: 0 },
    itemStyle: { color },
    areaStyle: { color, opacity: 1 },
    triggerLineEvent: true,
    data,
  };
}
