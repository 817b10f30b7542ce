// A process of its own: lets mongodb-memory-server download mongod into the folder given as the last argument.
import { MongoBinary } from 'mongodb-memory-server-core';

async function main(): Promise<void> {
  const downloadDir = process.argv.at(-1);
  const version = process.env['MONGOD_VERSION'];
  if (downloadDir === undefined || version === undefined)
    throw new Error('expected a version and a folder');
  await MongoBinary.getPath({ downloadDir, version });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
