import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { patientFetch, postPatiently } from '../../src/adapters/patient-fetch';

let server: Server;
let sockets: Socket[];

/** A server that ends idle connections as Node's do by themselves. */
async function serve(answer: RequestListener): Promise<URL> {
  sockets = [];
  server = createServer(answer);
  server.keepAliveTimeout = 5_000;
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const signal = new AbortController().signal;

describe.each([
  [
    'patientFetch',
    async (url: URL) => (await patientFetch(url, { method: 'POST', body: '{}' })).text(),
  ],
  [
    'postPatiently',
    async (url: URL) => (await postPatiently(url, '{}', { headers: {}, signal })).text,
  ],
] as const)('%s', (_, post) => {
  it('ends a connection that is idle before a server does, which might while a request is on its way', async () => {
    const url = await serve((_request, response) => response.end('first'));
    expect(await post(url)).toBe('first');
    const [socket] = sockets;
    if (socket === undefined) throw new Error('expected a connection');
    // One that the server ends itself is closed without an end from its client.
    const endedBy = await Promise.race([
      once(socket, 'end').then(() => 'client'),
      once(socket, 'close').then(() => 'server'),
    ]);
    expect(endedBy).toBe('client');
  });

  it('sends requests that follow each other over one connection', async () => {
    const url = await serve((_request, response) => response.end('again'));
    for (let sent = 0; sent < 5; sent += 1) expect(await post(url)).toBe('again');
    expect(sockets).toHaveLength(1);
  });

  it('waits for an answer longer than for the next request', async () => {
    const url = await serve((_request, response) => {
      void setTimeout(3_000).then(() => response.end('late'));
    });
    expect(await post(url)).toBe('late');
  });
});
