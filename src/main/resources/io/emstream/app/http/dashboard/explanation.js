import { ask } from './access.js';
import { colourOf } from './colours.js';
import { number, percent } from './format.js';

const MOST_FEATURES = 8;
const BAR_PIXELS = 90;

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
  const sure = answer.responsibilities?.[answer.cluster] ?? 0;
  const next = answer.runnerUp?.cluster;
  const isOutlier = answer.tail !== undefined && answer.tail < 0.001;
  const verdict = paragraph(
    `Partition ${point.partition}, offset ${point.offset}: cluster ${answer.cluster}, ${percent(sure)} sure` +
      (next === undefined ? '.' : `; runner-up ${next} with ${percent(answer.responsibilities?.[next] ?? 0)}.`) +
      (answer.outlier > 0.5 ? ' Most likely an outlier.' : isOutlier ? ' Far out for its cluster.' : ''),
  );
  const facts = document.createElement('dl');
  facts.append(
    ...fact(model?.family.startsWith('b') ? 'distance' : 'distance²', number(answer.distance)),
    ...fact('tail', answer.tail === undefined ? '–' : number(answer.tail)),
    ...fact('log-density', number(answer.logDensity)),
    ...(answer.outlier === undefined ? [] : fact('outlier', percent(answer.outlier))),
  );
  return [verdict, facts, table(answer, answer.runnerUp, point, model)];
}

function fact(name, value) {
  const term = document.createElement('dt');
  term.textContent = name;
  const said = document.createElement('dd');
  said.textContent = value;
  return [term, said];
}

/** What each feature adds to how far the point is from its cluster, beside the same of the runner-up. */
function table(answer, runnerUp, point, model) {
  const made = document.createElement('table');
  made.createCaption().textContent = 'Share of its distance';
  const clusters = runnerUp ? [answer, runnerUp] : [answer];
  if (runnerUp) made.createTHead().append(headings(clusters));
  const sums = clusters.map(({ contributions }) => Object.values(contributions ?? {}).reduce((total, value) => total + Math.max(0, value), 0) || 1);
  const all = Object.entries(answer.contributions ?? {}).sort((one, other) => other[1] - one[1]);
  const body = made.createTBody();
  for (const [feature] of all.slice(0, MOST_FEATURES)) {
    const row = body.insertRow();
    row.append(heading('row', feature));
    row.insertCell().textContent = number(point.values[model?.features.indexOf(feature)]);
    for (const [at, { cluster, contributions }] of clusters.entries()) {
      const share = Math.max(0, contributions?.[feature] ?? 0) / sums[at];
      row.append(bar(share, cluster));
    }
  }
  if (all.length > MOST_FEATURES) {
    const more = body.insertRow().insertCell();
    more.className = 'more';
    more.colSpan = 2 + clusters.length;
    more.textContent = `and ${all.length - MOST_FEATURES} more`;
  }
  return made;
}

function headings(clusters) {
  const row = document.createElement('tr');
  row.append(heading('col', 'feature'), heading('col', 'value'));
  for (const [at, { cluster, distance }] of clusters.entries()) {
    row.append(heading('col', `${at === 0 ? 'cluster' : 'runner-up'} ${cluster}: ${number(distance)}`));
  }
  return row;
}

function heading(scope, text) {
  const made = document.createElement('th');
  made.scope = scope;
  made.textContent = text;
  return made;
}

function bar(share, cluster) {
  const cell = document.createElement('td');
  cell.className = 'bar';
  const fill = document.createElement('i');
  fill.style.width = `${Math.round(share * BAR_PIXELS)}px`;
  fill.style.backgroundColor = colourOf(cluster);
  const value = document.createElement('span');
  value.textContent = percent(share);
  cell.append(value, fill);
  return cell;
}

function paragraph(text) {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}
