import { colourOf, ink } from './colours.js';
import { number, percent } from './format.js';
import { isCounted } from './geometry.js';

const SMALLEST_PICTURE = 9;
const LABEL_PIXELS = 30;
const NAME_PIXELS = 18;
const PICTURE_PIXELS = 160;

/** The probabilities of each component: bars, or for a square number of features a picture. */
export class Profiles {
  #story;
  #element = document.getElementById('profiles');
  #drawn = '';

  constructor(story) {
    this.#story = story;
  }

  draw() {
    const model = this.#story.shown;
    const isHere = Boolean(model) && isCounted(model);
    this.#element.hidden = !isHere;
    this.#element.parentElement.classList.toggle('profiled', isHere);
    if (!isHere) return;
    const what = `${model.version} ${this.#story.cluster} ${ink('ink')}`;
    if (what === this.#drawn) return;
    this.#drawn = what;
    this.#element.replaceChildren(...model.components.map((component) => this.#profile(component, model)));
  }

  #profile(component, model) {
    const figure = document.createElement('figure');
    figure.classList.toggle('dim', this.#story.cluster !== null && this.#story.cluster !== component.id);
    const canvas = document.createElement('canvas');
    const side = Math.sqrt(component.probabilities.length);
    const isPicture = Number.isInteger(side) && component.probabilities.length >= SMALLEST_PICTURE;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', words(component, model));
    if (isPicture) picture(canvas, component, side);
    else bars(canvas, component, model.features);
    const caption = document.createElement('figcaption');
    caption.textContent = `${component.id} · ${percent(component.weight)}`;
    figure.append(canvas, caption);
    return figure;
  }
}

function words(component, model) {
  const largest = component.probabilities
    .map((probability, at) => [probability, model.features[at]])
    .sort((one, other) => other[0] - one[0])
    .slice(0, 5)
    .map(([probability, name]) => `${name} ${number(probability)}`);
  return `Cluster ${component.id}, largest probabilities: ${largest.join(', ')}`;
}

function picture(canvas, component, side) {
  const cell = Math.max(2, Math.floor(PICTURE_PIXELS / side));
  canvas.width = canvas.height = cell * side;
  const to = canvas.getContext('2d');
  component.probabilities.forEach((probability, at) => {
    to.fillStyle = colourOf(component.id, probability);
    to.fillRect((at % side) * cell, Math.floor(at / side) * cell, cell, cell);
  });
}

function bars(canvas, component, names) {
  const [width, height] = [Math.max(160, component.probabilities.length * 3), 160];
  canvas.width = width * 2;
  canvas.height = height * 2;
  const to = canvas.getContext('2d');
  to.scale(2, 2);
  const each = width / component.probabilities.length;
  const isNamed = each >= LABEL_PIXELS;
  const floor = isNamed ? height - NAME_PIXELS : height - 1;
  const gap = each > 6 ? 3 : 0.5;
  const head = isNamed ? NAME_PIXELS : 1;
  to.fillStyle = ink('grid');
  to.fillRect(0, floor, width, 1);
  to.fillRect(0, head - 1, width, 1);
  component.probabilities.forEach((probability, at) => {
    to.fillStyle = colourOf(component.id);
    const top = floor - probability * (floor - head);
    to.fillRect(at * each + gap / 2, top, each - gap, floor - top);
    if (!isNamed) return;
    to.fillStyle = ink('ink');
    to.textAlign = 'center';
    to.font = '12px system-ui, sans-serif';
    to.fillText(probability.toFixed(2), (at + 0.5) * each, top - 5, each - 2);
    to.fillStyle = ink('soft');
    to.fillText(names[at], (at + 0.5) * each, height - 5, each - 2);
  });
}
