// Builds into dist/ when the sources are newer than the last build.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const entry = join(root, 'dist/src/main.js');

function newest(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .reduce((latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs), 0);
}

function isStale() {
  if (!existsSync(entry)) return true;
  return Math.max(newest('src'), newest('migrations')) > statSync(entry).mtimeMs;
}

// A container image may hold the build without the sources.
if (existsSync(join(root, 'src')) && isStale()) {
  console.log('Building …');
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const built = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
}
