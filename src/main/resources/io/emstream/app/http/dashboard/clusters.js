import { colourOf } from './colours.js';
import { count, percent, short } from './format.js';
import { centre, variance } from './geometry.js';

/** So many versions back the trend looks. */
const TREND = 10;
const STEADY = 0.02;

/** The clusters of the model that is shown, heaviest first. Its buttons look at one of them. */
export class Clusters {
  #story;
  #head = document.querySelector('#clusters thead tr');
  #body = document.querySelector('#clusters tbody');

  constructor(story) {
    this.#story = story;
    this.#body.addEventListener('click', ({ target }) => {
      const id = target.closest('button')?.dataset.id;
      if (id) story.look(Number(id));
    });
  }

  draw() {
    const model = this.#story.shown;
    if (!model) {
      this.#head.replaceChildren();
      this.#body.replaceChildren(nothing());
      return;
    }
    const features = [...new Set(this.#story.features)].filter((feature) => feature < model.dimension);
    this.#head.replaceChildren(
      ...['Cluster', 'Weight', 'Points', ...features.map((feature) => model.features[feature]), 'Age', 'Trend'].map(heading),
    );
    const before = this.#story.models.findLast((each) => each.version <= model.version - TREND);
    const focused = document.activeElement?.dataset?.id;
    const components = [...model.components].sort((one, other) => other.weight - one.weight);
    this.#body.replaceChildren(...components.map((each) => this.#row(each, model, before, features)));
    if (focused) this.#body.querySelector(`button[data-id="${focused}"]`)?.focus();
  }

  #row(component, model, before, features) {
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.append(this.#button(component.id));
    row.append(
      head,
      cell(percent(component.weight)),
      cell(count(component.effectivePoints)),
      ...features.map((feature) => cell(place(component, feature))),
      cell(String(model.version - component.born)),
      trend(component, before),
    );
    return row;
  }

  #button(id) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.id = id;
    button.setAttribute('aria-pressed', String(this.#story.cluster === id));
    button.setAttribute('aria-label', `Look at cluster ${id}`);
    const dot = document.createElement('i');
    dot.style.backgroundColor = colourOf(id);
    button.append(dot, String(id));
    return button;
  }
}

function nothing() {
  const row = document.createElement('tr');
  const said = row.insertCell();
  said.className = 'quiet';
  said.textContent = 'none yet';
  return row;
}

function heading(text) {
  const cell = document.createElement('th');
  cell.scope = 'col';
  cell.textContent = text;
  return cell;
}

function cell(text) {
  const made = document.createElement('td');
  made.textContent = text;
  return made;
}

/** Mean ± standard deviation. */
function place(component, feature) {
  const spread = variance(component, feature);
  return short(centre(component)[feature]) + (spread === undefined ? '' : ` ± ${short(Math.sqrt(spread))}`);
}

function trend(component, before) {
  const made = cell('');
  const then = before?.components.find((each) => each.id === component.id);
  const change = then ? component.weight - then.weight : null;
  const [sign, word] =
    change === null ? ['new', 'new'] : change > STEADY ? ['↗', 'growing'] : change < -STEADY ? ['↘', 'shrinking'] : ['→', 'steady'];
  made.textContent = before ? sign : '';
  if (before) made.setAttribute('aria-label', word);
  return made;
}
