import { setTimeout } from 'node:timers/promises';
import { mongoAnswers, temporalAnswers } from './health';
import { isRunning } from './process-identity';
import { readStackFile, type StackAddresses } from './stack-file';

/**
 * The addresses of the stack that another process runs on this data folder; undefined when there is none.
 * Waits for one that is being started, and trusts no address whose embedded server does not answer.
 */
export async function readRunningStack(
  dataDir: string,
  signal?: AbortSignal,
): Promise<StackAddresses | undefined> {
  for (;;) {
    signal?.throwIfAborted();
    const { owner, children, addresses } = readStackFile(dataDir);
    if (owner === undefined || !isRunning(owner)) return undefined;
    const embedded = children.map(({ name }) => name);
    if (addresses !== undefined && (await answer(addresses, embedded))) return addresses;
    await setTimeout(POLL_MS);
  }
}

/** The environment variables that lead a process to these addresses. */
export function environmentOf(addresses: StackAddresses): Readonly<Record<string, string>> {
  const { temporalAddress, temporalNamespace, mongoUri, modelBaseUrl } = addresses;
  const variables = {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: temporalNamespace,
    MONGODB_URI: mongoUri,
    OPENAI_BASE_URL: modelBaseUrl,
    // The local model wants no key, the protocol's client library does.
    OPENAI_API_KEY: modelBaseUrl === undefined ? undefined : 'local',
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const POLL_MS = 250;

async function answer(addresses: StackAddresses, embedded: readonly string[]): Promise<boolean> {
  const { temporalAddress, temporalNamespace, mongoUri } = addresses;
  const probes: Promise<boolean>[] = [];
  if (embedded.includes('temporal') && temporalAddress !== undefined) {
    probes.push(temporalAnswers(temporalAddress, temporalNamespace ?? 'default'));
  }
  if (embedded.includes('store') && mongoUri !== undefined) probes.push(mongoAnswers(mongoUri));
  return (await Promise.all(probes)).every(Boolean);
}
