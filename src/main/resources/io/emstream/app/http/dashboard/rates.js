import { axis, base, chart } from './charts.js';
import { ink } from './colours.js';
import { compact, count } from './format.js';

const WINDOW_MS = 2000;

/** Labels a second over the last two minutes, and what was refused. */
export class Rates {
  #story;
  #element = document.getElementById('rate');
  #letters = document.getElementById('dead-letters');
  #chart;
  #said = '';

  constructor(story) {
    this.#story = story;
    this.#chart = chart(this.#element, () => this.draw());
  }

  draw() {
    const ticks = this.#story.ticks.filter((tick) => tick.labels);
    const now = ticks.at(-1)?.at ?? Date.now();
    const rates = ticks.map((tick) => [(tick.at - now) / 1000, rateAt(ticks, tick)]).filter(([, rate]) => rate !== null);
    this.#chart.setOption({
      ...base({ top: 12 }),
      tooltip: { ...base().tooltip, trigger: 'axis' },
      xAxis: axis({ type: 'value', min: -120, max: 0, interval: 30, splitLine: { show: false }, axisLabel: { color: ink('soft'), fontSize: 11, formatter: (ago) => (ago === 0 ? 'now' : `${ago} s`) } }),
      yAxis: axis({ type: 'value', min: 0, max: rates.length === 0 ? 1 : null, minInterval: 1, splitNumber: 3, axisLabel: { color: ink('soft'), fontSize: 11, formatter: (value) => compact(value) } }),
      series: [
        {
          name: 'labels a second',
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 1.5, color: ink('accent') },
          itemStyle: { color: ink('accent') },
          areaStyle: { color: ink('accent'), opacity: 0.12 },
          tooltip: { valueFormatter: (value) => count(value) },
          data: rates,
        },
      ],
    });
    this.#element.setAttribute('aria-label', `Labels a second: ${count(rates.at(-1)?.[1] ?? 0)} now.`);
    this.#list(ticks.at(-1)?.deadLetters ?? {});
  }

  #list(letters) {
    const reasons = Object.entries(letters).filter(([, number]) => number > 0);
    const said = JSON.stringify(reasons);
    if (said === this.#said) return;
    this.#said = said;
    const most = Math.max(...reasons.map(([, number]) => number));
    this.#letters.replaceChildren(...(reasons.length === 0 ? [nothing()] : reasons.map((each) => row(each, most))));
  }
}

/** Labels a second in the window before a moment; null where nothing is known of it. */
export function rateAt(ticks, tick) {
  const before = ticks.findLast((each) => each.at <= tick.at - WINDOW_MS);
  if (!before) return null;
  return Math.max(0, (total(tick) - total(before)) / ((tick.at - before.at) / 1000));
}

/** All points that were labelled. */
export function total(tick) {
  return Object.values(tick?.labels ?? {}).reduce((sum, number) => sum + number, 0);
}

function nothing() {
  const line = document.createElement('li');
  line.className = 'quiet';
  line.textContent = 'none';
  return line;
}

function row([reason, number], most) {
  const line = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = reason.toLowerCase().replaceAll('_', ' ');
  const meter = document.createElement('meter');
  meter.max = most;
  meter.value = number;
  meter.setAttribute('aria-hidden', 'true');
  const value = document.createElement('b');
  value.textContent = count(number);
  line.append(name, meter, value);
  return line;
}
