import { createServer, type Server } from 'node:net';

/**
 * One free port of 127.0.0.1 for each name: the preferred one if nobody listens there, else any.
 * All are held at once while choosing, so that no two are the same.
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  preferred: Readonly<Partial<Record<string, number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const held = await Promise.all(
    names.map(async (name) => [name, await hold(preferred[name])] as const),
  );
  const ports = held.map(([name, server]) => [name, portOf(server)] as const);
  await Promise.all(held.map(([, server]) => release(server)));
  return Object.fromEntries(ports) as Record<Name, number>;
}

async function hold(preferred: number | undefined): Promise<Server> {
  if (preferred === undefined) return listen(0);
  return listen(preferred).catch(() => listen(0));
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

async function release(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
