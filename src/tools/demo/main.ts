import { ApiClient } from '../api-client.js';
import { Story } from './story.js';

const api = new ApiClient(process.argv[2] ?? process.env.SOUK_URL ?? 'http://127.0.0.1:3000');
const isBalanced = await new Story(api, process.stdout, Date.now()).run();
process.exitCode = isBalanced ? 0 : 1;
