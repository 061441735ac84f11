import { ApiClient } from '../api-client.js';
import { replay } from './replay.js';

const [folder, url = process.env.SOUK_URL ?? 'http://127.0.0.1:3000'] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('Usage: npm run replay -- <folder> [url]\n');
  process.exit(1);
}
const report = await replay(folder, new ApiClient(url), process.env.SOUK_DATA_DIR ?? '.souk');
process.exitCode = report.faults.length === 0 ? 0 : 1;
