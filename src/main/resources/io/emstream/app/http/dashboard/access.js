/** Asking the server, with the token where it wants one. The token is kept for this tab only. */
const KEPT = 'emstream.token';
const PATIENCE_MS = 8000;
let token = sessionStorage.getItem(KEPT) ?? '';
let asking = null;

/** An answer that is an error, with the server's sentence. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** Asks for a path; where the token is missing or wrong, the page asks for it, and then goes on. */
export async function ask(path, options = {}) {
  for (;;) {
    const used = token;
    const headers = used ? { Authorization: `Bearer ${used}` } : {};
    const response = await answer(path, { ...options, headers, cache: 'no-store' });
    if (response.status === 401) {
      if (used === token) await askForToken(used !== '');
    } else if (response.ok) {
      return response;
    } else {
      throw new Refused(response.status, await sentence(response));
    }
  }
}

/** A call that is not answered at all is given up, so that whoever asked can ask again; the body may take its time. */
async function answer(path, options) {
  const given = new AbortController();
  const giveUp = () => given.abort();
  options.signal?.addEventListener('abort', giveUp);
  const watchdog = setTimeout(giveUp, PATIENCE_MS);
  try {
    return await fetch(path, { ...options, signal: given.signal });
  } finally {
    clearTimeout(watchdog);
  }
}

async function sentence(response) {
  try {
    return (await response.json()).error;
  } catch {
    return `the server answered ${response.status}`;
  }
}

function askForToken(wasWrong) {
  asking ??= new Promise((resolve) => {
    const dialog = document.getElementById('token-dialog');
    const form = dialog.querySelector('form');
    const field = form.elements.token;
    document.getElementById('token-wrong').hidden = !wasWrong;
    field.value = '';
    form.addEventListener(
      'submit',
      (submitted) => {
        submitted.preventDefault();
        token = field.value.trim();
        sessionStorage.setItem(KEPT, token);
        dialog.close();
        asking = null;
        resolve();
      },
      { once: true },
    );
    dialog.addEventListener('cancel', (cancelled) => cancelled.preventDefault());
    dialog.showModal();
  });
  return asking;
}
