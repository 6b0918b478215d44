import { Announcements } from './announcements.js';
import { Clusters } from './clusters.js';
import { Explanation } from './explanation.js';
import { Likelihood } from './likelihood.js';
import { isCounted } from './geometry.js';
import { follow } from './live.js';
import { Profiles } from './profiles.js';
import { Rates } from './rates.js';
import { Replay } from './replay.js';
import { Scatter } from './scatter.js';
import { Status } from './status.js';
import { Story } from './story.js';
import { Weights } from './weights.js';

const story = new Story();

/** Draws when one of these has changed, but not more often than so; a page that nobody sees is not drawn. */
function view(made, names, pause) {
  let due = false;
  let last = -Infinity;
  const draw = () => {
    due = false;
    last = performance.now();
    made.draw();
  };
  story.on(names, () => {
    if (due) return;
    due = true;
    setTimeout(() => requestAnimationFrame(draw), Math.max(0, last + pause - performance.now()));
  });
  made.draw();
}

view(new Status(story), ['tick', 'models', 'connection'], 200);
view(new Scatter(story), ['tick', 'models', 'view', 'point'], 150);
view(new Profiles(story), ['models', 'view'], 500);
view(new Likelihood(story), ['models', 'events', 'view'], 500);
view(new Weights(story), ['models', 'view'], 500);
view(new Rates(story), ['tick'], 500);
view(new Clusters(story), ['models', 'view'], 500);
view(new Replay(story), ['models', 'view'], 100);
view(new Announcements(story), ['events'], 300);
view(new Explanation(story), ['point'], 50);

const axes = document.getElementById('feature-axes');
const selects = ['feature-x', 'feature-y'].map((id) => document.getElementById(id));
let named = '';
story.on(['models'], () => {
  const features = story.newest?.features ?? [];
  if (named === JSON.stringify(features)) return;
  named = JSON.stringify(features);
  for (const [at, select] of selects.entries()) {
    select.replaceChildren(...features.map((name, index) => new Option(name, String(index))));
    select.value = String(story.features[at]);
  }
  document.getElementById('feature-choice').hidden = features.length < 2;
  axes.hidden = features.length === 0 || isCounted(story.newest);
});
for (const select of selects) {
  select.addEventListener('change', () => story.show(selects.map((each) => Number(each.value))));
}

axes.addEventListener('click', () => {
  story.showAxes(!story.onAxes);
  axes.setAttribute('aria-pressed', String(story.onAxes));
  for (const select of selects) select.disabled = story.onAxes;
});

follow(story);
