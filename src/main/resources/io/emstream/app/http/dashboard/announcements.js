import { sentence } from './likelihood.js';

const MOST = 40;

/** The last events, newest first; what has just happened is read out. */
export class Announcements {
  #story;
  #list = document.getElementById('events');
  #live = document.getElementById('announcer');

  constructor(story) {
    this.#story = story;
  }

  draw() {
    const events = this.#story.events.slice(-MOST).reverse();
    this.#list.replaceChildren(...(events.length === 0 ? [line('nothing yet', 'quiet')] : events.map(entry)));
    if (this.#story.fresh?.length > 0) this.#live.textContent = this.#story.fresh.map(sentence).join('; ');
    this.#story.fresh = [];
  }
}

function entry(event) {
  const time = event.eventTime?.slice(11, 19) ?? '';
  return line(`${time}  ${sentence(event)}`, event.type.toLowerCase());
}

function line(text, kind) {
  const made = document.createElement('li');
  made.className = kind;
  made.textContent = text;
  return made;
}
