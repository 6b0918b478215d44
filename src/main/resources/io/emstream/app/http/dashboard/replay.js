const STEP_MS = 200;

/** The slider over the versions that are kept; at its right end the page is live. */
export class Replay {
  #story;
  #slider = document.getElementById('replay');
  #label = document.getElementById('replay-label');
  #play = document.getElementById('replay-play');
  #live = document.getElementById('replay-live');
  #playing = null;

  constructor(story) {
    this.#story = story;
    this.#slider.addEventListener('input', () => {
      // Stopping draws the slider anew.
      const chosen = Number(this.#slider.value);
      this.#stop();
      this.#go(chosen);
    });
    this.#play.addEventListener('click', () => (this.#playing ? this.#stop() : this.#start()));
    this.#live.addEventListener('click', () => {
      this.#stop();
      story.replay(null);
    });
  }

  #go(at) {
    const models = this.#story.models;
    this.#story.replay(at >= models.length - 1 ? null : models[at].version);
  }

  #start() {
    if (this.#story.replayed === null) this.#go(0);
    this.#playing = setInterval(() => {
      const at = this.#at() + 1;
      this.#go(at);
      if (at >= this.#story.models.length - 1) this.#stop();
    }, STEP_MS);
    this.draw();
  }

  #stop() {
    clearInterval(this.#playing);
    this.#playing = null;
    this.draw();
  }

  #at() {
    return this.#story.models.indexOf(this.#story.shown);
  }

  draw() {
    const { models, shown, replayed } = this.#story;
    const isLive = replayed === null;
    this.#slider.max = Math.max(0, models.length - 1);
    this.#slider.value = Math.max(0, this.#at());
    this.#slider.disabled = this.#play.disabled = models.length < 2;
    this.#play.textContent = this.#playing ? '❚❚' : '▶';
    this.#play.setAttribute('aria-label', this.#playing ? 'Pause' : 'Replay the versions');
    this.#live.setAttribute('aria-pressed', String(isLive));
    const words = shown ? `version ${shown.version}${shown.eventTime ? `, ${shown.eventTime.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}` : ''}` : 'no version yet';
    this.#label.textContent = words;
    this.#slider.setAttribute('aria-valuetext', isLive ? `live, ${words}` : words);
  }
}
