import { ink } from './colours.js';

/* global echarts */

const charts = [];

/**
 * A chart in this element, which is drawn again when the size of the element or the light of the page changes.
 *
 * @param {() => void} redraw draws it
 */
export function chart(element, redraw) {
  const made = echarts.init(element, null, { renderer: 'canvas' });
  new ResizeObserver(() => made.resize()).observe(element);
  charts.push(redraw);
  return made;
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach((redraw) => redraw()));

/** What all charts have in common. */
export function base(grid) {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: ink('soft') },
    grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true, ...grid },
    // On the canvas, because the page's security policy forbids the styles that a tooltip of HTML has in it.
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink('raised'),
      borderColor: ink('line'),
      textStyle: { color: ink('ink'), fontSize: 12 },
      axisPointer: { lineStyle: { color: ink('faint') } },
    },
  };
}

/** An axis in the page's colours. */
export function axis(options) {
  return {
    axisLine: { onZero: false, lineStyle: { color: ink('line') } },
    axisTick: { show: false },
    axisLabel: { color: ink('soft'), hideOverlap: true, fontSize: 11 },
    splitLine: { lineStyle: { color: ink('grid') } },
    nameTextStyle: { color: ink('soft'), fontSize: 12 },
    ...options,
  };
}

/** The axis of versions, along which models are. */
export function versions(models) {
  return axis({
    type: 'value',
    min: models[0]?.version ?? 0,
    max: Math.max(models.at(-1)?.version ?? 1, (models[0]?.version ?? 0) + 1),
    minInterval: 1,
    splitLine: { show: false },
    axisLabel: { color: ink('soft'), hideOverlap: true, fontSize: 11, formatter: 'v{value}' },
  });
}

/** The same for areas, which are stacked along categories only. */
export function categories(models) {
  return { ...versions(models), type: 'category', boundaryGap: false, min: null, max: null, data: models.map((model) => String(model.version)) };
}

/** The line at the version that is replayed; `place` says how the axis writes it. */
export function replayLine(story, place = Number) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    label: { show: false },
    lineStyle: { color: ink('accent'), type: 'solid', width: 1.5 },
    data: story.replayed === null || !story.shown ? [] : [{ xAxis: place(story.shown.version) }],
  };
}
