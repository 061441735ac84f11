export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
export { StartFailure } from './start-failure.js';
