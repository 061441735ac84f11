import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/index.js';

/** PostgreSQL with all of its durability, in the folder and on the port that are given; tells where it is. */
const [, , dataDir = '', port = ''] = process.argv;
const postgres = await startEmbeddedPostgres({ dataDir, port: Number(port) });
console.log(`PostgreSQL is ready at ${postgres.url}`);
process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
