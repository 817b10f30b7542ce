import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { documentStore, storeChild } from '../../src/dev/document-store';
import { useTemporaryFolder } from './temporary-folder';

describe('documentStore', () => {
  const folder = useTemporaryFolder();
  const waysTo = (directory: string) => {
    const { onPath, sources } = documentStore(directory);
    return [
      ...onPath.map(({ name }) => `PATH: ${name}`),
      ...sources.map(({ binary }) => binary.name),
    ];
  };

  it('looks for either kind where there is no data', () => {
    expect(waysTo(folder())).toEqual(['PATH: mongod', 'mongod', 'ferretdb']);
  });

  it.each([
    ['ferretdb', ['ferretdb']],
    ['mongod', ['PATH: mongod', 'mongod']],
  ])('stays with %s where it has written data', (kind, ways) => {
    mkdirSync(join(folder(), kind));
    expect(waysTo(folder())).toEqual(ways);
  });
});

describe('storeChild', () => {
  const folder = useTemporaryFolder();

  it.each(['mongod', 'ferretdb'])(
    'starts %s on this machine only, in a folder of its own',
    (binary) => {
      const options = { binary, executable: '/bin/store', directory: folder(), port: 4711 };
      const { args, cwd } = storeChild(options);
      const line = args.join(' ');
      expect(cwd).toBe(join(folder(), binary));
      expect(line).toContain(join(folder(), binary));
      expect(line).toMatch(/127\.0\.0\.1/);
      expect(line).toContain('4711');
    },
  );
});
