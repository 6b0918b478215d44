import { ask } from './access.js';
import { readEvents } from './sse.js';

const SILENCE_MS = 8000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
/** How much of the past is loaded, so that large models do not make the page slow to begin. */
const HISTORY_BYTES = 8e6;
const LARGE_MODEL_PAUSE_MS = 3000;

/** Follows the processor for ever, and tells the story; connections that end are made again. */
export async function follow(story) {
  let pause = SHORTEST_PAUSE_MS;
  for (;;) {
    const began = Date.now();
    const why = await followOnce(story);
    if (Date.now() - began > 10_000) pause = SHORTEST_PAUSE_MS;
    story.lost(why);
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }
}

/** Until the connection ends; why, in words. */
async function followOnce(story) {
  const abort = new AbortController();
  let watchdog;
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
  };
  try {
    const stream = await ask('/live', { signal: abort.signal });
    heard();
    story.found();
    const giveUp = () => abort.abort();
    loadHistory(abort.signal).then(({ models, events }) => story.began(models, events), giveUp);
    let wasReady = true;
    await readEvents(stream.body, (name, data) => {
      heard();
      const said = JSON.parse(data);
      take(story, name, said);
      if (name !== 'tick') return;
      // What the processor reads of the past while it gets ready is no news, and told to nobody.
      if (said.health.ready && !wasReady) loadHistory(abort.signal).then(({ models, events }) => story.recalled(models, events), giveUp);
      wasReady = said.health.ready;
    });
    return 'the processor has closed the connection';
  } catch (failed) {
    return failed.status ? failed.message : 'the processor does not answer';
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
}

function take(story, name, said) {
  if (name === 'tick') story.tick(said);
  else if (name === 'event') story.told(said);
  else if (name === 'model' && said.components) story.came(said);
  else if (name === 'model') fetchLarge(story);
}

let fetching = false;

/** Large models come less often than they are made. */
async function fetchLarge(story) {
  if (fetching) return;
  fetching = true;
  try {
    story.came(await (await ask('/model')).json());
  } catch {
    // The next version is a new chance.
  }
  setTimeout(() => (fetching = false), LARGE_MODEL_PAUSE_MS);
}

async function loadHistory(signal) {
  const events = await (await ask('/events?last=1024', { signal })).json();
  const newest = await (await ask('/models?last=1', { signal })).text();
  const number = Math.max(2, Math.min(256, Math.floor(HISTORY_BYTES / newest.length)));
  const models = await (await ask(`/models?last=${number}`, { signal })).json();
  return { models, events };
}
