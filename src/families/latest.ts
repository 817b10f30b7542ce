/**
 * `make`, remembering its last `size` results by key; all of an election's answers ask for the same ones in a row.
 * What `make` throws is not remembered.
 */
export function rememberLatest<T>(size: number, make: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const found = known.get(key) ?? { value: make(key) };
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > size && oldest !== undefined) known.delete(oldest);
    return found.value;
  };
}
