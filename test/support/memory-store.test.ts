import { MemoryStore } from './memory-store';
import { describeStore } from './store-contract';

describe('MemoryStore', () => {
  const store = new MemoryStore();
  describeStore(() => store);

  it('remembers its calls', async () => {
    const fresh = new MemoryStore();
    const hash = await fresh.put(1);
    await fresh.find('a:1');

    expect(fresh.calls).toEqual([
      { method: 'put', id: hash },
      { method: 'find', id: 'a:1' },
    ]);
  });

  it.each(['', 'a:undefined', 'a::b', '[object Object]:1'])('refuses the id "%s"', async (id) => {
    await expect(new MemoryStore().record(id, 1)).rejects.toThrow('meaningful id');
    await expect(new MemoryStore().find(id)).rejects.toThrow('meaningful id');
  });

  it('refuses a name that is no hash', async () => {
    await expect(new MemoryStore().get('abc')).rejects.toThrow('expected a hash');
  });
});
