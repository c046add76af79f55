/**
 * Writes src/services/accounts/common-passwords.txt: the 10,000 most common passwords that have the minimum length, the most common
 * first. The list comes from the npm package @zxcvbn-ts/language-common (MIT), which is not installed with
 * Backend2:
 *
 *   npm pack @zxcvbn-ts/language-common && tar xzf zxcvbn-ts-language-common-*.tgz
 *   npx node scripts/common-passwords.ts package
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHORTEST_PASSWORD } from '../src/services/accounts/password-rules.ts';

const MOST = 10_000;
const [folder = 'package'] = process.argv.slice(2);
const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};
const listed = JSON.parse(readFileSync(join(folder, 'src/passwords.json'), 'utf8')) as string[];
const common = [...new Set(listed.map((one) => one.normalize('NFKC').toLowerCase()))]
  .filter((one) => [...one].length >= SHORTEST_PASSWORD && !one.startsWith('#'))
  .slice(0, MOST);
const head = [
  `# The ${MOST} most used passwords of ${SHORTEST_PASSWORD} characters and more, from ${name} ${version}.`,
  '# Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., (c) 2021 @zxcvbn-ts; see common-passwords.LICENSE.txt. Made by scripts/common-passwords.ts.',
];
const file = new URL('../src/services/accounts/common-passwords.txt', import.meta.url);
writeFileSync(file, `${[...head, ...common].join('\n')}\n`);
