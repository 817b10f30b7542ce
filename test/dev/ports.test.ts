import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { choosePorts } from '../../src/dev/ports';

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('choosePorts', () => {
  it('chooses different ports for all', async () => {
    const ports = await choosePorts(['a', 'b', 'c'], {});
    expect(new Set(Object.values(ports)).size).toBe(3);
  });

  it('keeps a preferred port that is free', async () => {
    const before = await choosePorts(['a'], {});
    await expect(choosePorts(['a'], before)).resolves.toEqual(before);
  });

  it('avoids a preferred port that is taken', async () => {
    const before = await choosePorts(['a'], {});
    const server = await listen(before.a);
    const after = await choosePorts(['a'], before);
    expect(after.a).not.toBe(before.a);
    server.close();
  });
});
