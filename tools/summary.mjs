#!/usr/bin/env node
// Sums up Jest's JSON reports, .millwright/jest*.json: prints 'N passed, N failed' and exits with 1 when
// a test failed or none was run. A test file that could not even be loaded counts as one failure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? join(fileURLToPath(import.meta.url), '..', '..', '.millwright');
const { passed, failed } = sum(reportsIn(folder));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function reportsIn(path) {
  const names = readdirSync(path).filter((name) => /^jest.*\.json$/.test(name));
  return names.map((name) => JSON.parse(readFileSync(join(path, name), 'utf8')));
}

function sum(reports) {
  return reports.reduce(
    (total, report) => ({
      passed: total.passed + report.numPassedTests,
      failed: total.failed + report.numFailedTests + report.numRuntimeErrorTestSuites,
    }),
    { passed: 0, failed: 0 },
  );
}
