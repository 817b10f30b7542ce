#!/usr/bin/env node
// Makes a checkout ready to run: dependencies in node_modules/, compiled code in lib/.
// Plain Node without a dependency, because it runs before there are any. A ready checkout costs a few
// hashes and no network. Everything it says goes to stderr.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..', '/');
const lib = join(root, 'lib');
const libStamp = join(lib, '.stamp');
const modulesStamp = join(root, 'node_modules', '.millwright-stamp');
const nodeWanted = [20, 11];

/** A step that failed for a reason the user can act on; its message says what, why and what to do. */
export class SetupFailure extends Error {
  name = 'SetupFailure';
}

/** Afterwards node_modules/ matches package-lock.json and lib/ matches src/, or a SetupFailure is thrown. */
export async function ensureReady() {
  requireNode();
  mkdirSync(join(root, '.millwright'), { recursive: true });
  if (isReady()) return;
  await withLock(async () => {
    if (!modulesAreCurrent()) await installModules();
    if (read(libStamp) !== sourcesHash()) await build();
  });
}

function isReady() {
  return modulesAreCurrent() && read(libStamp) === sourcesHash();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeWanted[0] || (major === nodeWanted[0] && minor >= nodeWanted[1])) return;
  throw new SetupFailure(
    `This is Node ${process.versions.node}; Millwright needs ${nodeWanted.join('.')} or later. ` +
      'Install a newer Node and run the command again.',
  );
}

// ---- dependencies ----

/** True when node_modules/ was filled from this very lock file, by us or by hand. */
function modulesAreCurrent() {
  const lock = read(join(root, 'package-lock.json'));
  const hash = sha256(lock ?? '');
  if (read(modulesStamp) === hash) return true;
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  if (lock === undefined || installed === undefined || !agree(lock, installed)) return false;
  writeFileSync(modulesStamp, hash);
  return true;
}

/** npm writes what it installed to node_modules/.package-lock.json; optional packages may be absent there. */
function agree(lock, installed) {
  const { packages: wanted } = JSON.parse(lock);
  const { packages: found } = JSON.parse(installed);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !found[path])) return true;
    return found[path]?.version === entry.version && found[path].integrity === entry.integrity;
  });
}

async function installModules() {
  // --no-save: the lock file is honoured and left as it is, also where a registry lacks other platforms' packages.
  // --include=dev: the types that compiling needs are wanted also where NODE_ENV is production.
  await step(
    'Installing npm packages',
    'npm',
    ['install', '--include=dev', '--no-save', '--no-audit', '--no-fund'],
    {
      advice: 'Check the connection to the npm registry (npm ping), then run the command again.',
    },
  );
  const lock = read(join(root, 'package-lock.json')) ?? '';
  writeFileSync(modulesStamp, sha256(lock));
}

// ---- compiled code ----

/** Compiles beside lib/ and swaps at the end, so that lib/ is at every moment absent or whole. */
async function build() {
  const hash = sourcesHash();
  removeLeftovers();
  const next = join(root, `lib.next-${process.pid}`);
  mkdirSync(next);
  writeFileSync(join(next, '.gitignore'), '*\n');
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await step(
      'Compiling src/ to lib/',
      process.execPath,
      [tsc, '-p', 'tsconfig.build.json', '--outDir', next],
      {
        advice: 'Correct the errors above in src/, then run the command again.',
      },
    );
    copyGuests(next);
    const bundler = join(next, 'worker', 'bundle.js');
    if (existsSync(bundler)) {
      await step('Bundling the workflows', process.execPath, [bundler], {
        advice: 'Correct the error above in src/workflows/, then run the command again.',
      });
    }
    writeFileSync(join(next, '.stamp'), hash);
    rmSync(join(next, '.gitignore')); // npm pack would obey it and leave lib/ out
    swap(next);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** What runs inside a sandbox of its own language is not compiled. */
function copyGuests(next) {
  for (const name of readdirSync(join(root, 'src'), { recursive: true })) {
    if (!/\.(?:py|mjs)$/.test(name)) continue;
    mkdirSync(dirname(join(next, name)), { recursive: true });
    copyFileSync(join(root, 'src', name), join(next, name));
  }
}

function swap(next) {
  const previous = join(root, `lib.old-${process.pid}`);
  if (existsSync(lib)) renameSync(lib, previous);
  renameSync(next, lib);
  rmSync(previous, { recursive: true, force: true });
}

/** What a build that was killed left behind; the lock makes sure that none is at work. */
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    if (/^lib\.(next|old)-\d+$/.test(name))
      rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** One hash of all that lib/ is made from. */
function sourcesHash() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const configs = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  const hash = createHash('sha256');
  for (const file of [...configs.map((name) => join(root, name)), ...files]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

// ---- one line per step ----

/** Runs a command, showing one line with the time it takes; its output is shown only when it fails. */
async function step(title, command, args, { advice }) {
  const line = progressLine(title);
  const output = [];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', resolve);
  }).catch((error) => {
    output.push(Buffer.from(error.message));
    return 'could not be started';
  });
  line.end(code === 0);
  if (code === 0) return;
  const tail = Buffer.concat(output).toString().trimEnd().split('\n').slice(-30).join('\n');
  const ran = [command === process.execPath ? 'node' : command, ...args].join(' ');
  throw new SetupFailure(`${title} failed (${ran}: ${code}).\n${tail}\n${advice}`);
}

function progressLine(title) {
  const { stderr } = process;
  const started = Date.now();
  const live = stderr.isTTY && !process.env.CI;
  const elapsed = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  if (!live) stderr.write(`  ${title} …\n`);
  const draw = () =>
    stderr.write(live ? `\r\x1b[K  ${title} … ${elapsed()}` : `  ${title} … ${elapsed()}\n`);
  if (live) draw();
  const timer = setInterval(draw, live ? 200 : 15_000);
  return {
    end(ok) {
      clearInterval(timer);
      stderr.write(`${live ? '\r\x1b[K' : ''}${ok ? '✓' : '✗'} ${title} (${elapsed()})\n`);
    },
  };
}

// ---- one at a time ----

/** Runs `action` while no other set-up of this checkout runs; a lock whose holder is dead is taken over. */
async function withLock(action) {
  const lock = join(root, '.millwright', 'setup.lock');
  let told = false;
  while (!claim(lock)) {
    if (!told) process.stderr.write('  Waiting for another set-up of this checkout …\n');
    told = true;
    await setTimeout(200);
  }
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function claim(lock) {
  try {
    writeFileSync(lock, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(lock)) rmSync(lock, { force: true });
  return false;
}

function isAbandoned(lock) {
  const [pid, start] = (read(lock) ?? '').split(' ');
  if (!start) return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5_000;
  return startOf(Number(pid)) !== start;
}

/** When a process started: tells it from a later one with the same id. Where /proc is missing, only whether it lives. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (stat) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return error.code === 'EPERM' ? 'alive' : 'dead';
  }
}

// ---- helpers ----

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await ensureReady();
  } catch (error) {
    process.stderr.write(`✗ ${error instanceof SetupFailure ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
