import { axis, base, chart, replayLine, versions } from './charts.js';
import { colourOf, ink } from './colours.js';
import { number } from './format.js';

const LABEL_PIXELS = 92;

/** Events that say that the model has changed otherwise than by learning on, and their colour. */
const MARKED = {
  DRIFT: 5,
  RESEEDED: 5,
  REFIT: 1,
  CLUSTERS_CHANGED: 6,
  BORN: 3,
  DIED: 8,
  SPLIT: 4,
  MERGED: 4,
  PINNED: 2,
  UNPINNED: 2,
  ROLLED_BACK: 2,
  IMPORTED: 2,
  RESET: 2,
};

/** How well each version foretold the points after it, with what happened to the model. */
export class Likelihood {
  #story;
  #element = document.getElementById('likelihood');
  #chart;

  constructor(story) {
    this.#story = story;
    this.#chart = chart(this.#element, () => this.draw());
  }

  draw() {
    const models = this.#story.models;
    const oldest = models[0]?.version ?? 0;
    const newest = models.at(-1)?.version ?? 0;
    const marks = this.#story.events.filter((event) => event.type in MARKED && event.model >= oldest);
    this.#chart.setOption(
      {
        ...base({ top: 34, right: 40 }),
        tooltip: { ...base().tooltip, trigger: 'axis' },
        xAxis: { ...versions(models), show: models.length > 0 },
        yAxis: axis({ type: 'value', scale: true, splitNumber: 4, show: models.length > 0 }),
        series: [
          line('last fold', models, 'foldMeanLogLikelihood', { width: 1.5, color: ink('accent') }, replayLine(this.#story)),
          line('all points', models, 'prequentialMeanLogLikelihood', { width: 1.5, type: 'dashed', color: ink('soft') }),
          marksOf(marks, (LABEL_PIXELS * (newest - oldest)) / Math.max(1, this.#chart.getWidth())),
        ],
      },
      { replaceMerge: ['series'] },
    );
    this.#element.setAttribute('aria-label', words(models, marks));
  }
}

function line(name, models, field, lineStyle, markLine) {
  return {
    name,
    type: 'line',
    showSymbol: models.length < 3,
    symbolSize: 5,
    lineStyle,
    itemStyle: { color: lineStyle.color },
    data: models.map((model) => [model.version, model[field]]),
    tooltip: { valueFormatter: number },
    ...(markLine && { markLine }),
  };
}

/** Vertical lines with the names of the events above, as far as there is room; one for each version. */
function marksOf(events, gap) {
  const byVersion = new Map();
  for (const event of events) byVersion.set(event.model, [...(byVersion.get(event.model) ?? []), event]);
  const labelled = roomy(byVersion, gap);
  return {
    name: 'events',
    type: 'line',
    data: [],
    markLine: {
      symbol: ['none', 'circle'],
      symbolSize: 5,
      animation: false,
      data: [...byVersion].map(([version, all]) => mark(version, all, labelled.has(version))),
    },
  };
}

/** The versions whose names have room beside each other; a refit, which is common, gives way to what is not. */
function roomy(byVersion, gap) {
  const rank = (version) => (byVersion.get(version).every((event) => event.type === 'REFIT') ? 1 : 0);
  const labelled = new Set();
  for (const version of [...byVersion.keys()].sort((one, other) => rank(one) - rank(other) || other - one)) {
    if ([...labelled].every((other) => Math.abs(other - version) >= gap)) labelled.add(version);
  }
  return labelled;
}

function mark(version, events, isLabelled) {
  const kinds = [...new Set(events.map((event) => event.type))];
  const colour = colourOf(MARKED[kinds[0]]);
  return {
    xAxis: version,
    name: kinds.join(', '),
    lineStyle: { color: colour, type: 'dotted', width: 1 },
    itemStyle: { color: colour },
    label: {
      show: isLabelled,
      formatter: short(kinds[0]) + (kinds.length > 1 ? ` +${kinds.length - 1}` : ''),
      color: ink('ink'),
      fontSize: 11,
      position: 'end',
      distance: 4,
    },
    tooltip: { formatter: () => events.map(sentence).join('\n') },
  };
}

function short(type) {
  return type.toLowerCase().replaceAll('_', ' ');
}

const MOST_IDS = 8;

function clusters(ids) {
  return ids.length > MOST_IDS ? `${ids.length} clusters` : ids.join(', ');
}

/** An event in words. */
export function sentence(event) {
  const from = clusters(event.from);
  const to = clusters(event.to);
  const whom = from && to ? ` ${from} → ${to}` : from || to ? ` ${from}${to}` : '';
  return `v${event.model} ${short(event.type)}${whom}`;
}

function words(models, marks) {
  const values = models.map((model) => model.foldMeanLogLikelihood).filter((value) => value !== null);
  if (values.length === 0) return 'Mean log-likelihood: nothing yet.';
  return (
    `Mean log-likelihood of the last fold: ${number(values.at(-1))}, between ${number(Math.min(...values))} and ` +
    `${number(Math.max(...values))} over ${models.length} versions, with ${marks.length} events.`
  );
}
