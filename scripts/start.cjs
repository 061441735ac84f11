// Checks the Node version before anything newer is parsed, builds when the sources changed, then starts.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error('Souk needs Node 20.19 or newer; this is ' + process.versions.node + '.');
  process.exit(1);
}

require('./ensure-built.cjs');

const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const [program = 'main'] = process.argv.splice(2, 1);
import(pathToFileURL(join(__dirname, '../dist/packed', `${program}.js`)).href);
