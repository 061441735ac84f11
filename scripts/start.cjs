// Checks the Node version before anything newer is parsed, builds when the sources changed, then starts.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error('Souk needs Node 20.19 or newer; this is ' + process.versions.node + '.');
  process.exit(1);
}

const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const root = join(__dirname, '..');
const [program = 'main'] = process.argv.splice(2, 1);
const entry = join(root, 'dist/src', `${program}.js`);

function newest(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .reduce((latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs), 0);
}

function isStale() {
  if (!existsSync(entry)) return true;
  return Math.max(newest('src'), newest('migrations')) > statSync(entry).mtimeMs;
}

if (existsSync(join(root, 'src')) && isStale()) {
  console.log('Building …');
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const built = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
}

import(pathToFileURL(entry).href);
