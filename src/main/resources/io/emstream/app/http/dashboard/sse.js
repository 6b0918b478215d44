/**
 * Server-sent events out of a stream of bytes. The browser's own EventSource cannot send the header that carries the token.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {(name: string, data: string) => void} each called for each event
 */
export async function readEvents(body, each) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) emit(block, each);
  }
}

function emit(block, each) {
  let name = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  if (data.length > 0) each(name, data.join('\n'));
}
