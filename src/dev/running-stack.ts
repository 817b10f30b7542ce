import { setTimeout } from 'node:timers/promises';
import { storeUri } from './document-store';
import { mongoAnswers, temporalAnswers } from './health';
import { localModel } from './model/local-model';
import { isRunning } from './process-identity';
import { readStackFile, type StackAddresses, type StackFile } from './stack-file';

/**
 * The addresses of the stack that another process runs on this data folder; undefined when there is none,
 * or when its servers stay silent for 30 s. Waits for a stack that is still being started.
 */
export async function readRunningStack(
  dataDir: string,
  signal?: AbortSignal,
): Promise<StackAddresses | undefined> {
  let silentSince = Infinity;
  while (Date.now() - silentSince < PATIENCE_MS) {
    signal?.throwIfAborted();
    const found = await look(dataDir);
    if (typeof found !== 'string') return found;
    if (found === 'silent') silentSince = Math.min(silentSince, Date.now());
    await setTimeout(POLL_MS);
  }
  return undefined;
}

/** The environment variables that lead a process to these addresses. */
export function environmentOf(addresses: StackAddresses): Readonly<Record<string, string>> {
  const { temporalAddress, temporalNamespace, mongoUri, modelBaseUrl } = addresses;
  const variables = {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: temporalNamespace,
    MONGODB_URI: mongoUri,
    OPENAI_BASE_URL: modelBaseUrl,
    MILLWRIGHT_MODEL: modelBaseUrl === undefined ? undefined : localModel.name,
    // The local model wants no key, the protocol's client library does.
    OPENAI_API_KEY: modelBaseUrl === undefined ? undefined : 'local',
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const POLL_MS = 250;
/** Longer than a server that died needs to be back. */
const PATIENCE_MS = 30_000;

async function look(dataDir: string): Promise<StackAddresses | undefined | 'starting' | 'silent'> {
  const { owner, addresses, ports } = readStackFile(dataDir);
  if (owner === undefined || !isRunning(owner)) return undefined;
  if (addresses === undefined) return 'starting';
  return (await answers(addresses, ports)) ? addresses : 'silent';
}

/** Asks the embedded servers only: those given by the user may want credentials that this process lacks. */
async function answers(addresses: StackAddresses, ports: StackFile['ports']): Promise<boolean> {
  const { temporalAddress, temporalNamespace = 'default', mongoUri } = addresses;
  const { temporal = 0, store = 0 } = ports;
  const probes: Promise<boolean>[] = [];
  if (temporalAddress === `127.0.0.1:${temporal}`) {
    probes.push(temporalAnswers(temporalAddress, temporalNamespace));
  }
  if (mongoUri === storeUri(store)) probes.push(mongoAnswers(store));
  return (await Promise.all(probes)).every(Boolean);
}
