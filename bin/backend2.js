#!/usr/bin/env node
// The entry, in plain JavaScript that old versions of Node read too: such a one hands over to the Node that `npm ci`
// installed. Otherwise the cache is on before the first TypeScript module is read: modules are compiled and stripped of
// their types once, a start takes half the time, and the process holds 30 MB less.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';
import * as v8 from 'node:v8';
import { compileCacheFolder } from './compile-cache.js';

const NEEDED = 24;
const YOUNG_BYTES = 4_000_000;
const NODE_MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

if (Number(process.versions.node.split('.')[0]) >= NEEDED) run();
else handOver();

async function run() {
  // A folder of its own: V8 rejects what a process with other flags has compiled (see below), and each would overwrite the other's.
  const cache = process.env.NODE_COMPILE_CACHE || compileCacheFolder(NODE_MODULES);
  // Threads and forked processes find the same cache through the environment.
  if (cache && modules.enableCompileCache(cache).directory) process.env.NODE_COMPILE_CACHE = cache;
  keepYoungGenerationSmall();
  (await import('../src/runtime/package-bundle.ts')).loadFromBundle();
  await import('../src/cli.ts');
}

/**
 * V8 doubles its young generation while a thousand modules are loaded, and a server at rest would keep the 28 MB. From 4 MB on, it stays
 * as it is until the server is ready (src/processes/serve.ts), and grows with the work then.
 */
function keepYoungGenerationSmall() {
  const youngGeneration = () => v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  const first = youngGeneration();
  // Whoever set a minimum has chosen its size. Without this flag, a start takes a tenth less processor time: once a flag has changed, V8
  // rejects what Node.js has compiled of itself.
  if (first && first.space_used_size + first.space_available_size >= YOUNG_BYTES) return;
  const hooks = modules.registerHooks?.({
    load(url, context, nextLoad) {
      const young = youngGeneration();
      if (!young || young.physical_space_size >= YOUNG_BYTES) {
        hooks.deregister();
        v8.setFlagsFromString('--semi-space-growth-factor=1');
      }
      return nextLoad(url, context);
    },
  });
}

function handOver() {
  const node = installedNode();
  if (!node) {
    fail('run "npm ci" in this folder, which brings one along, or install it');
    return;
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  SIGNALS.forEach((signal) => {
    process.on(signal, () => child.kill(signal));
  });
  child.on('error', (error) => fail(`the one in node_modules does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (code === 127)
      fail('the one in node_modules lacks a system library; on Debian: apt-get install libatomic1');
    else process.exitCode = signal ? 1 : code;
  });
}

function fail(advice) {
  console.error(
    `backend2: Node ${NEEDED} or later is needed, and this is ${process.versions.node}: ${advice}.`,
  );
  process.exitCode = 1;
}

function installedNode() {
  const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return [`node-${system}`, `node-bin-${system}`]
    .map((name) => `${NODE_MODULES}/${name}/bin/node${process.platform === 'win32' ? '.exe' : ''}`)
    .find((file) => existsSync(file));
}
