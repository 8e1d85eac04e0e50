// A service that answers at once, as xskill would. In a process of its own, so that it steals nobody's event loop.
import { createServer } from 'node:http';

let tasks = 0;
const answers = {
  '/api/v3/tasks/create': () => ({ task_id: `bench-${++tasks}`, price: 40 }),
  '/api/v3/tasks/query': ({ task_id }) => ({ task_id, status: 'processing' }),
  '/api/v3/balance': () => ({ balance: 1000, unit: 'points' }),
};

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const answer = answers[request.url.split('?')[0]];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        answer ? { code: 200, data: answer(JSON.parse(body || '{}')) } : { code: 404, detail: 'Not Found' },
      ),
    );
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
