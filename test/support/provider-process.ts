import { loadConfig } from '../../src/platform/config/index.js';
import { startProviderFor, webhooksOf } from '../../src/sandbox/start-provider.js';

/** The sandbox's provider in a process of its own; tells where it listens. `API_URL` gets its messages. */
const { DATABASE_URL = '', API_URL = '' } = process.env;
const provider = await startProviderFor(loadConfig(process.env), DATABASE_URL);
provider.deliverTo(webhooksOf(API_URL));
console.log(`The provider listens at ${provider.url}`);
process.once('SIGTERM', () => void provider.close().then(() => process.exit(0)));
