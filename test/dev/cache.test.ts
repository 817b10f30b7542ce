import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheRoot, openCache } from '../../src/dev/cache';
import { endedProcess } from './small-process';
import { useTemporaryFolder } from './temporary-folder';

const entry = { name: 'server', version: 'v1.0.0' };

describe('cacheRoot', () => {
  it.each([
    [{ MILLWRIGHT_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ XDG_CACHE_HOME: '/b' }, '/b/millwright'],
    [{ MILLWRIGHT_CACHE: '', XDG_CACHE_HOME: '' }, join(homedir(), '.cache', 'millwright')],
  ])('of %j is %s', (env, root) => {
    expect(cacheRoot(env)).toBe(root);
  });
});

describe('openCache', () => {
  const folder = useTemporaryFolder();
  const built = (text: string) => {
    const file = join(folder(), 'built');
    writeFileSync(file, text);
    return file;
  };
  const open = () => openCache(join(folder(), 'cache'));

  it('finds nothing in a folder that does not exist', async () => {
    await expect(open().find(entry)).resolves.toEqual({ status: 'absent' });
  });

  it('hands out what was installed, byte for byte', async () => {
    const path = await open().install(entry, built('#!/bin/sh'));
    await expect(open().find(entry)).resolves.toEqual({ status: 'intact', path });
    expect(readFileSync(path, 'utf8')).toBe('#!/bin/sh');
  });

  it('replaces an older installation as a whole', async () => {
    await open().install(entry, built('old'));
    const path = await open().install(entry, built('new'));
    await expect(open().find(entry)).resolves.toEqual({ status: 'intact', path });
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('notices a changed byte', async () => {
    appendFileSync(await open().install(entry, built('#!/bin/sh')), 'x');
    await expect(open().find(entry)).resolves.toEqual({ status: 'corrupt' });
  });

  it('keeps versions apart', async () => {
    await open().install(entry, built('one'));
    await expect(open().find({ ...entry, version: 'v2.0.0' })).resolves.toEqual({
      status: 'absent',
    });
  });

  it('forgets what is removed', async () => {
    await open().install(entry, built('one'));
    await open().remove(entry);
    await expect(open().find(entry)).resolves.toEqual({ status: 'absent' });
  });

  it('deletes a scratch folder also after a failure', async () => {
    let used = '';
    const work = open().inScratch((directory) => {
      used = directory;
      return Promise.reject(new Error('did not compile'));
    });
    await expect(work).rejects.toThrow('did not compile');
    expect(existsSync(used)).toBe(false);
  });

  it('deletes the scratch folders of processes that died at work, and no others', async () => {
    const dead = await endedProcess();
    const scratch = join(folder(), 'cache', 'scratch');
    mkdirSync(join(scratch, `${dead.pid}-${dead.startedAt}-abc`), { recursive: true });
    const left = await open().inScratch((own) =>
      open().inScratch(() => Promise.resolve([existsSync(own), readdirSync(scratch).length])),
    );
    expect(left).toEqual([true, 2]);
  });
});
