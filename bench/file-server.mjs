// A big file over loopback, from a thread of its own.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const block = randomBytes(1024 * 1024);

const server = createServer((request, response) => {
  let left = request.url === '/warm' ? 1 : workerData.megabytes;
  response.writeHead(200, { 'content-length': left * block.byteLength });
  const pour = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(block)) return;
    }
    response.end();
  };
  response.on('drain', pour);
  pour();
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(`http://127.0.0.1:${server.address().port}`));
