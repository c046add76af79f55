/**
 * Makes the bundle that src/runtime/package-bundle.ts loads instead of the packages, unless the existing one was made from the installed
 * packages. Run by `npm ci` (as `prepare`) and by hand: `npm run build`.
 */
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import type * as Rolldown from 'rolldown';
import {
  bundleFolder,
  installedPackages,
  MADE_OF,
  MANIFEST,
  type Manifest,
  readManifest,
} from '../src/runtime/package-bundle.ts';
import { importTool, runBuildStep, secondsSince } from './build-step.ts';

const root = resolve(import.meta.dirname, '..');
const folder = bundleFolder(root);
const IMPORT = /(?:from |import\()'([^'.#][^']*)'/g;
/** Not bundled: native packages, packages that read files next to their modules, and packages that few starts load. */
const NOT_BUNDLED =
  /^(@node-rs\/|sharp|fontkit|@fastify\/swagger-ui|pino-pretty|cronstrue|nodemailer|yazl|@opentelemetry\/(?!api)|vite)/;

interface Entry {
  specifier: string;
  file: string;
  /** A module that exports what one of our modules would get from the package. */
  code: string;
}

async function main(): Promise<number> {
  const installed = installedPackages(root);
  if (!installed) return missing('npm did not install them, so nothing would tell when a bundle is stale');
  if (readManifest(root)) return 0;
  const started = performance.now();
  // Vite installs it and uses exactly this version.
  const rolldown = await importTool(() => import('rolldown'));
  if (!rolldown) return missing('the build tools are not installed: run npm ci');
  const entries = await Promise.all(importedBySources().map(entryOf));
  const made = `${folder}.${process.pid}`;
  try {
    mkdirSync(made);
    await bundle(rolldown, entries, made);
    const manifest: Manifest = {
      packages: Object.fromEntries(entries.map(({ specifier, file }) => [specifier, file])),
      bytes: Object.fromEntries(readdirSync(made).map((file) => [file, statSync(join(made, file)).size])),
    };
    writeFileSync(join(made, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    writeFileSync(join(made, MADE_OF), installed);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  console.log(`The packages of the server were bundled in ${secondsSince(started)} s`);
  return 0;
}

function missing(why: string): number {
  console.error(`The packages are not bundled, so each start takes longer: ${why}`);
  return 3;
}

/** The packages that the sources import, spelled as in the imports. */
function importedBySources(): string[] {
  const found = new Set<string>();
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    const source = readFileSync(join(root, file), 'utf8').replaceAll(/^import type .*$/gm, '');
    for (const [, specifier = ''] of source.matchAll(IMPORT))
      if (!isBuiltin(specifier) && !NOT_BUNDLED.test(specifier)) found.add(specifier);
  }
  return [...found].sort();
}

async function entryOf(specifier: string): Promise<Entry> {
  const names = Object.keys(await import(specifier));
  const named = names.filter((name) => name !== 'default' && name !== 'module.exports');
  // Node.js finds these names by reading a CommonJS package; a bundler provides only its module.exports.
  const code = names.includes('module.exports')
    ? `import all from '${specifier}';\nexport default all;\nexport const { ${named.join(', ')} } = all;`
    : [
        `export * from '${specifier}';`,
        ...(names.includes('default') ? [`export { default } from '${specifier}';`] : []),
      ].join('\n');
  return { specifier, file: `${specifier.replace('@', '').replaceAll('/', '-')}.mjs`, code };
}

async function bundle(
  { rolldown }: typeof Rolldown,
  entries: readonly Entry[],
  folder: string,
): Promise<void> {
  const path = (file: string) => join(root, `entry-of-${file}`);
  const bundled = await rolldown({
    input: entries.map(({ file }) => path(file)),
    cwd: root,
    platform: 'node',
    // Bundlers prefer ES modules that some packages provide for them; we want the modules that Node.js loads.
    resolve: { mainFields: ['main'], conditionNames: ['node', 'module-sync'] },
    external: NOT_BUNDLED,
    logLevel: 'warn',
    plugins: [
      {
        name: 'entries',
        resolveId: (id) => (entries.some(({ file }) => path(file) === id) ? id : null),
        load: (id) => entries.find(({ file }) => path(file) === id)?.code,
      },
    ],
  });
  await bundled.write({
    dir: folder,
    format: 'esm',
    entryFileNames: ({ name }) => `${name.replace('entry-of-', '')}.mjs`,
    chunkFileNames: 'shared-[hash].mjs',
  });
  await bundled.close();
}

// Without a bundle, the server loads the packages themselves.
await runBuildStep(main, 'The packages could not be bundled');
