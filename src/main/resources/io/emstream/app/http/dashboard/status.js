import { compact, count } from './format.js';
import { rateAt, total } from './rates.js';

/** The head of the page: whether all is well, in words, and the few numbers that matter. */
export class Status {
  #story;
  #badge = document.getElementById('state');
  #notice = document.getElementById('notice');

  constructor(story) {
    this.#story = story;
  }

  draw() {
    const tick = this.#story.lastTick;
    const [state, badge, words] = verdict(this.#story, tick);
    this.#badge.dataset.state = state;
    say(this.#badge, badge);
    say(this.#notice, words);
    this.#notice.hidden = words === '';
    const model = this.#story.newest;
    fill('model-name', model?.name ?? '');
    fill('number-version', model ? String(model.version) : '–');
    fill('number-clusters', model ? String(model.components.length) : '–');
    const rate = tick ? rateAt(this.#story.ticks.filter((each) => each.labels), tick) : null;
    fill('number-rate', rate === null ? '–' : compact(rate));
    fill('number-share', share(tick?.partitions));
    fill('number-points', count(total(tick)));
    fill('number-letters', count(Object.values(tick?.deadLetters ?? {}).reduce((sum, number) => sum + number, 0)));
    fill('number-lag', tick?.lag === null || tick?.lag === undefined ? '–' : compact(tick.lag));
  }
}

/** How things stand: for the colour, for the badge, and in a sentence if there is something to say. */
function verdict(story, tick) {
  if (!story.isConnected) {
    return story.trouble === 'connecting'
      ? ['waiting', 'connecting', '']
      : ['broken', 'not connected', `${capital(story.trouble)}; what you see is of before. Trying again.`];
  }
  if (!tick) return ['waiting', 'connecting', ''];
  const { health } = tick;
  if (!health.live) return ['broken', 'failed', sentences(health.reasons)];
  if (!health.ready) return ['waiting', 'not ready', `${sentences(health.reasons)} It goes on by itself.`];
  if (!story.newest) return ['waiting', 'no model yet', 'No model yet: the first one is made of the first points, 500 or more.'];
  return ['well', 'live', ''];
}

/** What the numbers beside are of: the partitions that this instance labels. */
function share(partitions) {
  if (!partitions) return '–';
  return partitions.own === partitions.all ? 'all points' : `${partitions.own} of ${partitions.all} partitions`;
}

function sentences(reasons) {
  return reasons.map((reason) => `${capital(reason)}.`).join(' ');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fill(id, text) {
  say(document.getElementById(id), text);
}

/** Only what has changed, so that a screen reader does not repeat it. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
