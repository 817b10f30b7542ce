// A process of its own: downloads a model with node-llama-cpp and writes the number of bytes it has, a line each
// time. Arguments: the model's address, the folder and the file name.

async function main(): Promise<void> {
  const [modelUri, dirPath, fileName] = process.argv.slice(2);
  if (modelUri === undefined || dirPath === undefined || fileName === undefined) {
    throw new Error('expected an address, a folder and a file name');
  }
  const { createModelDownloader } = await import('node-llama-cpp');
  const downloader = await createModelDownloader({
    modelUri,
    dirPath,
    fileName,
    deleteTempFileOnCancel: false,
    onProgress: ({ downloadedSize }) => process.stdout.write(`${downloadedSize}\n`),
  });
  await downloader.download();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
