export { createLogger, loggerOptions, redact } from './logger.js';
export { Metrics } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { ObservabilityModule } from './observability.module.js';
export { Readiness, type ReadyCheck } from './readiness.js';
export { currentRequestId, enterRequest, withRequestId } from './request-context.js';
