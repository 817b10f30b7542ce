import { localModel } from '../../src/dev/model/local-model';
import { identify } from '../../src/dev/process-identity';
import { environmentOf, readRunningStack } from '../../src/dev/running-stack';
import { writeStackFile } from '../../src/dev/stack-file';
import { endedProcess } from './small-process';
import { useTemporaryFolder } from './temporary-folder';

const self = identify(process.pid);
const given = { temporalAddress: 'temporal.example:7233', mongoUri: 'mongodb://store.example/' };

describe('readRunningStack', () => {
  const folder = useTemporaryFolder();

  it('finds none where none was ever started', async () => {
    await expect(readRunningStack(folder())).resolves.toBeUndefined();
  });

  it('finds none whose owner is dead', async () => {
    const owner = await endedProcess();
    writeStackFile(folder(), { owner, ports: {}, children: [], addresses: given });
    await expect(readRunningStack(folder())).resolves.toBeUndefined();
  });

  it('gives the addresses of a stack whose owner lives', async () => {
    writeStackFile(folder(), { owner: self, ports: {}, children: [], addresses: given });
    await expect(readRunningStack(folder())).resolves.toEqual(given);
  });

  it('waits for a stack that is being started', async () => {
    writeStackFile(folder(), { owner: self, ports: {}, children: [] });
    const waiting = readRunningStack(folder());
    writeStackFile(folder(), { owner: self, ports: {}, children: [], addresses: given });
    await expect(waiting).resolves.toEqual(given);
  });

  it('stops waiting when it is broken off', async () => {
    writeStackFile(folder(), { owner: self, ports: {}, children: [] });
    await expect(readRunningStack(folder(), AbortSignal.abort())).rejects.toThrow('aborted');
  });
});

describe('environmentOf', () => {
  it('names only what the stack provides', () => {
    expect(environmentOf(given)).toEqual({
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      MONGODB_URI: 'mongodb://store.example/',
    });
  });

  it('names the local model and gives it a key, which the protocol wants', () => {
    expect(environmentOf({ modelBaseUrl: 'http://127.0.0.1:1/v1' })).toEqual({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      OPENAI_API_KEY: 'local',
      MILLWRIGHT_MODEL: localModel.name,
    });
  });
});
