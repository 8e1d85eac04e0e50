import { createServer } from 'node:http';

/**
 * A model for hosts that cannot do without: in each turn it calls the one tool that is wanted, and keeps what comes back.
 * `read` finds tools and results in a request of the host's API, `render` writes an answer, a call or the last words, as its events.
 */
export async function serveModel({ read, render }) {
  let wanted;
  let got = {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { tools = [], results = [] } = body.startsWith('{') ? read(JSON.parse(body)) : {};
    if (tools.length > 0) got = { tools, result: results.at(-1) };
    const call = tools.length > 0 && results.length === 0 ? wanted : undefined;
    response.setHeader('content-type', 'text/event-stream');
    response.end(render(call).map(renderEvent).join(''));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Runs a turn of the host, in which the model calls a tool. */
    during: async (call, turn) => {
      wanted = call;
      got = {};
      await turn();
      return got;
    },
    close: () => server.close().closeAllConnections(),
  };
}

function renderEvent(event) {
  return `${event.type ? `event: ${event.type}\n` : ''}data: ${JSON.stringify(event)}\n\n`;
}
