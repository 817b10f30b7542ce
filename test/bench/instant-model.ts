import { startAuthor } from '../support/author-server';

/** A provider that answers at once, as a process of its own: prints its address, ends with its parent. */
async function main(): Promise<void> {
  const author = await startAuthor(({ subject, seed }) => {
    const sum = seed % 2 === 0 ? 'a + b' : 'b + a';
    return `\`\`\`typescript\nexport function ${subject}(a: number, b: number): number {\n  return ${sum};\n}\n\`\`\``;
  });
  process.stdout.write(`${author.baseUrl}\n`);
  process.stdin.on('end', () => process.exit()).resume();
}

void main();
