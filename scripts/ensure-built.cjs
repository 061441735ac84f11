// Builds into dist/ when the sources are newer than the last build.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
/** Written last. */
const entry = join(root, 'dist/packed/main.js');

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
  for (const step of ['node_modules/@nestjs/cli/bin/nest.js build', 'scripts/pack.js']) {
    const { status } = spawnSync(process.execPath, step.split(' '), { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
}
