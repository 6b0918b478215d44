import { ask } from './access.js';
import { colourOf } from './colours.js';
import { number, percent } from './format.js';

const MOST_FEATURES = 8;

/** What the current model says of the point that was chosen, and what is odd about it. */
export class Explanation {
  #story;
  #element = document.getElementById('explanation');
  #asked = 0;

  constructor(story) {
    this.#story = story;
    const newest = document.getElementById('explain-newest');
    const leastSure = document.getElementById('explain-unsure');
    newest.addEventListener('click', () => story.select(story.points.at(-1)));
    leastSure.addEventListener('click', () => story.select(unsure(story.points)));
    story.on(['tick', 'connection'], () => (newest.disabled = leastSure.disabled = story.points.length === 0));
  }

  async draw() {
    const point = this.#story.point;
    if (!point) return;
    const asked = ++this.#asked;
    let content;
    try {
      const answer = await ask('/assign', { method: 'POST', body: JSON.stringify(point.values) });
      content = explained(await answer.json(), point, this.#story.newest);
    } catch (failed) {
      content = [paragraph(`No explanation: ${failed.message}.`)];
    }
    // Of several questions the last one counts.
    if (asked === this.#asked) this.#element.replaceChildren(...content);
  }
}

/** The point that the model is least sure of. */
function unsure(points) {
  return points.reduce((found, point) => (!found || point.responsibility < found.responsibility ? point : found), undefined);
}

function explained(answer, point, model) {
  // Keys that look like whole numbers come in their own order, not in that of the text.
  const [first, second] = Object.entries(answer.responsibilities ?? {}).sort((one, other) => other[1] - one[1]);
  const isOutlier = answer.tail !== undefined && answer.tail < 0.001;
  const verdict = paragraph(
    `Partition ${point.partition}, offset ${point.offset}: cluster ${answer.cluster}, ${percent(first?.[1] ?? 0)} sure` +
      (second ? `; runner-up ${second[0]} with ${percent(second[1])}.` : '.') +
      (answer.outlier > 0.5 ? ' Most likely an outlier.' : isOutlier ? ' Far out for its cluster.' : ''),
  );
  const facts = document.createElement('dl');
  facts.append(
    ...fact(model?.family.startsWith('b') ? 'distance' : 'distance²', number(answer.distance)),
    ...fact('tail', answer.tail === undefined ? '–' : number(answer.tail)),
    ...fact('log-density', number(answer.logDensity)),
    ...(answer.outlier === undefined ? [] : fact('outlier', percent(answer.outlier))),
  );
  return [verdict, facts, table(answer, point, model)];
}

function fact(name, value) {
  const term = document.createElement('dt');
  term.textContent = name;
  const said = document.createElement('dd');
  said.textContent = value;
  return [term, said];
}

function table(answer, point, model) {
  const made = document.createElement('table');
  const caption = made.createCaption();
  caption.textContent = 'Share of its distance';
  const all = Object.entries(answer.contributions ?? {});
  const sum = all.reduce((total, [, value]) => total + Math.max(0, value), 0) || 1;
  const largest = all.sort((one, other) => other[1] - one[1]).slice(0, MOST_FEATURES);
  for (const [feature, contribution] of largest) {
    const row = made.insertRow();
    const name = document.createElement('th');
    name.scope = 'row';
    name.textContent = feature;
    const share = Math.max(0, contribution) / sum;
    row.append(name);
    row.insertCell().textContent = number(point.values[model?.features.indexOf(feature)]);
    const bar = row.insertCell();
    bar.className = 'bar';
    const fill = document.createElement('i');
    fill.style.width = `${Math.round(share * 100)}%`;
    fill.style.backgroundColor = colourOf(answer.cluster);
    bar.append(fill);
    row.insertCell().textContent = percent(share);
  }
  if (all.length > MOST_FEATURES) {
    const more = made.insertRow().insertCell();
    more.colSpan = 4;
    more.textContent = `and ${all.length - MOST_FEATURES} more`;
  }
  return made;
}

function paragraph(text) {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}
