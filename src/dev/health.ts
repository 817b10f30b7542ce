import { connect } from 'node:net';

/** True when an HTTP GET is answered with 2xx within 2 s. */
export async function httpAnswers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) })).ok;
  } catch {
    return false;
  }
}

/** True when the Temporal server at 'host:port' knows the namespace; a server that has only just bound its port does not yet. */
export async function temporalAnswers(address: string, namespace: string): Promise<boolean> {
  if (!(await accepts(address))) return false;
  // Loaded only here: the client library costs start-up time that other commands need not pay.
  const { Connection } = await import('@temporalio/client');
  try {
    const connection = await Connection.connect({ address, connectTimeout: PROBE_MS });
    try {
      await connection.withDeadline(Date.now() + PROBE_MS, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

/** True when the MongoDB server on a port of this machine answers a ping. */
export async function mongoAnswers(port: number): Promise<boolean> {
  const host = `127.0.0.1:${port}`;
  if (!(await accepts(host))) return false;
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(`mongodb://${host}/`, { serverSelectionTimeoutMS: PROBE_MS });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

const PROBE_MS = 2_000;

/** Cheap first look, as the libraries behind the real probes are patient with a port where nobody listens. */
async function accepts(address: string): Promise<boolean> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_MS, () => {
      settle(false);
    });
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
