export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
export { portFailure, probePort } from './probe-port.js';
export { StartFailure } from './start-failure.js';
export { runningEmbeddedUrl } from './running.js';
