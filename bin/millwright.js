#!/usr/bin/env node
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');

/** A checkout sets itself up first; an installed package has no src/ and is ready as it is. */
async function main() {
  const root = join(__dirname, '..');
  if (existsSync(join(root, 'src'))) {
    const { ensureReady } = await import(pathToFileURL(join(root, 'tools', 'setup.mjs')).href);
    await ensureReady();
  }
  require('../lib/client/cli/main.js');
}

main().catch((error) => {
  console.error(error.name === 'SetupFailure' ? `✗ ${error.message}` : error);
  process.exitCode = 1;
});
